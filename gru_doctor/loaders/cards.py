"""What loading found out about an object, put down."""

from __future__ import annotations

import re
from typing import Literal

from gru_doctor.loaders.arrays.slots import Slot
from gru_doctor.loaders.building.construct import Built
from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.calling.forgetting import forgets
from gru_doctor.loaders.gradients.handwritten import HandWritten
from gru_doctor.loaders.loaded import Differentiator
from gru_doctor.loaders.text.names import size_role
from gru_doctor.loaders.tokens.loss import FromLoss
from gru_doctor.loaders.trying.precision import dtype_of
from gru_doctor.records import Card, Parameter, Target


def card_of(
    target: Target,
    caller: Caller,
    slots: list[Slot],
    differentiator: Differentiator | None,
    notes: list[str],
) -> Card:
    plan, built = caller.plan, caller.built
    return Card(
        name=target.name,
        framework=framework_name(built, notes),
        level=plan.level,
        input_size=built.sizes.d,
        hidden_size=built.sizes.h,
        parameters=tuple(Parameter(s.name, s.read().shape) for s in slots),
        takes_state=plan.state != "none",
        takes_mask=plan.mask_axes is not None or plan.blank is not None,
        returns_sequence=plan.outputs is not None,
        gradient=_how(differentiator, built),
        dtype=dtype_of(caller),
        kind=kind_of(caller, slots),
        line=target.line,
        notes=tuple(notes),
        depth=_of_any_depth(built),
        forgets=forgets(built.thing),
        lost=plan.lost,
        first=built.first,
    )


def framework_name(built: Built, notes: list[str]) -> str:
    """numpy, torch, python, or the old framework that is stood in for."""
    stood = [n.split(" ")[0] for n in notes if "stand-in" in n]
    return stood[0] if stood else built.framework.NEEDS.replace("builtins", "python")


def _how(differentiator: Differentiator | None, built: Built) -> Literal["backward", "autograd"] | None:
    """A custom autograd function of the file is a backward written by hand, whoever calls it."""
    if differentiator is None:
        return None
    bases = {b.__name__ for v in vars(built.module).values() if isinstance(v, type) for b in v.__mro__[1:]}
    by_hand = isinstance(differentiator, HandWritten | FromLoss) or "_FunctionBase" in bases
    return "backward" if by_hand else "autograd"


def kind_of(caller: Caller, slots: list[Slot]) -> Literal["gru", "lstm"]:
    """An LSTM has a second state, or weights for exactly four gates; whether a cell of another kind
    is a GRU is for the numbers to say."""
    if caller.plan.companion is not None:
        return "lstm"
    d, h = caller.built.sizes.d, caller.built.sizes.h
    total = sum(s.read().size for s in slots)
    return "lstm" if total in {4 * h * (d + h + biases) for biases in range(3)} else "gru"


def _of_any_depth(built: Built) -> bool:
    """Whether the constructor, or its configuration, asks for a number of layers."""
    given = re.findall(r"(\w+)(?:=|': )1\b", built.how)
    return any(size_role(name) == "layers" for name in given)
