"""From a target to a Subject: run what it needs of the file, build it, find how to call it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Literal, cast

import numpy as np

from gru_doctor.errors import ConstructTrouble, ImportTrouble
from gru_doctor.loaders import backward
from gru_doctor.loaders.assignments import MOST
from gru_doctor.loaders.autograd import Autograd
from gru_doctor.loaders.awake import awakened
from gru_doctor.loaders.caller import Caller
from gru_doctor.loaders.choices import Workshop
from gru_doctor.loaders.construct import Built, builds
from gru_doctor.loaders.fit import Fit, fitted
from gru_doctor.loaders.frameworks import Differentiable
from gru_doctor.loaders.handwritten import HandWritten
from gru_doctor.loaders.injection import injected
from gru_doctor.loaders.loaded import Differentiator, Loaded
from gru_doctor.loaders.parameters import gathered, random_weights
from gru_doctor.loaders.precision import dtype_of
from gru_doctor.loaders.roles import parameters
from gru_doctor.loaders.running import Running, fixes_sizes, run
from gru_doctor.loaders.search import Search
from gru_doctor.loaders.sizes import Sizes
from gru_doctor.loaders.slots import Slot
from gru_doctor.loaders.willing import willing
from gru_doctor.records import Card, Options, Parameter, Target


def load(target: Target, options: Options) -> Loaded:
    """Load one target; raises Trouble that says what was tried and why it failed."""
    if fixes_sizes(target) and not options.run_file:
        with suppress(ConstructTrouble, ImportTrouble):
            return _loaded(target, options, small=True)
    return _loaded(target, options, small=False)


def _loaded(target: Target, options: Options, small: bool) -> Loaded:
    asked = Sizes(options.input_size, options.hidden_size)
    ran = run(target, options, asked if small else None)
    sizes = (asked, Sizes(asked.h, asked.h))
    shop = Workshop(ran.module, ran.tree, sizes, np.random.default_rng(options.seed))
    built, fit = _first_fitting(shop, target, ran.advice)
    return _subject(target, built, fit, ran)


def _first_fitting(shop: Workshop, target: Target, advice: str) -> tuple[Built, Fit]:
    """The first way to build and call it beyond doubt, else the least doubtful one; the likeliest
    calls of every build are tried before the rest."""
    search = Search()
    best: tuple[Built, Fit] | None = None
    for breadth in (1, MOST):
        for built, fit in _fits(shop, target, search, breadth):
            if best is None or (built.order, fit.rank) < (best[0].order, best[1].rank):
                best = built, fit
            if best[1] is fit and fit.doubt == 0:
                return best
    if best is None:
        raise search.refusal(target, advice)
    return best


def _fits(shop: Workshop, target: Target, search: Search, breadth: int) -> Iterator[tuple[Built, Fit]]:
    for built in builds(shop, target.name, search):
        random_weights(gathered(built), shop.generator)
        fit = fitted(built, search, breadth)
        if fit is not None:
            yield built, fit
        if search.attempts < 0:
            return


def _subject(target: Target, built: Built, fit: Fit, ran: Running) -> Loaded:
    notes = [*built.notes, *ran.notes, *ran.tape.notes]
    caller = Caller(built, fit.plan)
    slots = parameters(caller)
    caller = injected(caller, ran.tape)
    differentiator = _differentiator(caller, slots)
    if isinstance(differentiator, HandWritten):
        caller, differentiator = willing(*awakened(caller, differentiator))
    card = _card(target, caller, slots, differentiator, notes)
    return Loaded(card, caller, slots, ran.tape, differentiator)


def _differentiator(caller: Caller, slots: list[Slot]) -> Differentiator | None:
    hand = backward.found(caller)
    if hand is not None:
        return HandWritten(caller, hand, slots)
    framework = caller.built.framework
    return Autograd(caller, cast(Differentiable, framework), slots) if framework.AUTOGRAD else None


def _card(
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
        takes_mask=plan.mask_axes is not None,
        returns_sequence=plan.outputs is not None,
        gradient=_how(differentiator),
        dtype=dtype_of(caller),
        kind=kind_of(caller, slots),
        line=target.line,
        notes=tuple(notes),
    )


def framework_name(built: Built, notes: list[str]) -> str:
    """numpy, torch, python, or the old framework that is stood in for."""
    stood = [n.split(" ")[0] for n in notes if "stand-in" in n]
    return stood[0] if stood else built.framework.NEEDS.replace("builtins", "python")


def _how(differentiator: Differentiator | None) -> Literal["backward", "autograd"] | None:
    if differentiator is None:
        return None
    return "backward" if isinstance(differentiator, HandWritten) else "autograd"


def kind_of(caller: Caller, slots: list[Slot]) -> Literal["gru", "lstm"]:
    """An LSTM has a second state, or weights for exactly four gates; whether a cell of another kind
    is a GRU is for the numbers to say."""
    if caller.plan.companion is not None:
        return "lstm"
    d, h = caller.built.sizes.d, caller.built.sizes.h
    total = sum(s.read().size for s in slots)
    return "lstm" if total in {4 * h * (d + h + biases) for biases in range(3)} else "gru"
