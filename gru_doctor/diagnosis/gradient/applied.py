"""A custom Function that is given less than a whole step: what its backward returns stands for what its
forward was given, in the same order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gru_doctor.diagnosis.gradient.gradients import GradientGuess
from gru_doctor.diagnosis.gradient.reversal import Reversal
from gru_doctor.diagnosis.locating.flow import PASSED_ON, Flow
from gru_doctor.diagnosis.locating.vocabulary import Vocabulary
from gru_doctor.equations.backward import Reverse

OF: Mapping[str, Callable[[Reverse], Any]] = {
    "dm": lambda b: b.product,
    "do": lambda b: b.operand,
    "dz": lambda b: b.step.z,
    "dr": lambda b: b.step.r,
    "dn": lambda b: b.step.n,
    "da_z": lambda b: b.step.input("z"),
    "da_r": lambda b: b.step.input("r"),
    "da_n": lambda b: b.step.input("n"),
}
"""What each quantity of a backward pass is the gradient of."""


def returned_for(stage: Reversal, guess: GradientGuess) -> int | None:
    """Where the gradient is made of the argument in which the quantity at fault came in."""
    flow = stage.flow
    asked = [OF[name](stage.right) for name in (guess.slipped.rules if guess.slipped else ()) if name in OF]
    back = _returned(flow)
    applied = _applied(flow, flow.site(back[-1]).function) if back else None
    if applied is None or not asked:
        return None
    given = [j for j in flow.operands(applied) if flow.inside(j, applied)]
    values = [v for j in given if (v := flow.value(j)) is not None]
    place = next((k for k, v in enumerate(values) if asked[0] in Vocabulary([v])), None)
    return None if place is None or place >= len(back) else _made(flow, back[place])


def _nodes(flow: Flow) -> range:
    return range(len(flow.trace.moments))


def _applied(flow: Flow, backward: str) -> int | None:
    """The call, from outside, that ran the forward which belongs to a backward."""
    forward = backward.removesuffix("backward") + "forward"
    inside = [i for i in _nodes(flow) if flow.site(i).function == forward]
    around = (i for i in _nodes(flow) if inside and flow.moment(i).begin <= inside[0] < inside[-1] < i)
    return next((i for i in around if flow.site(i).function != forward), None)


def _returned(flow: Flow) -> list[int]:
    """The parts of the last tuple that a backward makes."""
    tuples = [i for i in _nodes(flow) if flow.site(i).kind == "Tuple" and "backward" in flow.site(i).function]
    return flow.operands(tuples[-1]) if tuples else []


def _made(flow: Flow, node: int) -> int:
    bound = flow.binding(node) if flow.site(node).kind in PASSED_ON else None
    return node if bound is None else bound
