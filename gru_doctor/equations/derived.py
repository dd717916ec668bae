"""The backward pass of a step whose equations are not the published ones, derived from them.

Where an equation still works entry by entry on z, r, n, h, or on a pre-activation, its derivatives are taken
by complex step, to rounding. What is not covered, such as a gate with another gate's weights, keeps the
published rule: whether the pass is that of the forward is for its numbers to show.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

import numpy as np

from gru_doctor.equations.backward import LETTERS, RULES, Reverse, Rule
from gru_doctor.equations.gru import EQUATIONS, Equation, Step
from gru_doctor.records import Array

KEPT = 256
"""A step is asked the same by every wrong backward that is tried on it."""
TINY = 1e-30


def own_rules(equations: Mapping[str, Equation]) -> dict[str, Rule]:
    """The published rules with those in their place that an altered forward has; equal to RULES where no
    equation is altered."""
    replaced = {name for name, equation in EQUATIONS.items() if equations[name] is not equation}
    rules = dict(RULES)
    for name in replaced & LETTERS.keys():
        rules |= {f"slope_{LETTERS[name]}": partial(_slope, name)}
    if "candidate" in replaced:
        rules |= {"dr": _dr, "dh.candidate": _dh_candidate, "dU_n": _dU_n}
    if "blend" in replaced:
        rules |= {"difference": _difference, "dn": _dn, "dr": _dr, "dh.direct": _dh_direct}
    return rules


def cached_rules(equations: Mapping[str, Equation]) -> dict[str, Rule]:
    """The published rules over what an altered forward has cached: beside z, r, n and h that is what it has
    multiplied by U_n."""
    replaced = equations["candidate"] is not EQUATIONS["candidate"]
    return {**RULES, **({"dU_n": _dU_n} if replaced else {})}


def _twin(s: Step, name: str, moved: Any) -> Step:
    """The step with its gates known, but one of z, r, n and h another."""
    twin = _known(Step(s.weights, s.x, moved if name == "h" else s.h, s.convention, s.equations), s, "zrn")
    vars(twin).update({name: moved} if name in "zrn" else {})
    return twin


def _known(twin: Step, s: Step, gates: str) -> Step:
    """A step with these gates as another one has them."""
    vars(twin).update({g: getattr(s, g) for g in gates})
    return twin


@lru_cache(maxsize=KEPT)
def _by(name: str, s: Step) -> Array:
    """∂h'/∂ one of z, r, n and h, entry by entry"""
    moved = (s.h if name == "h" else getattr(s, name)) + TINY * 1j
    slope = _slope_of("blend", _twin(s, name, moved))
    return np.zeros_like(s.h) if slope is None else slope


def _difference(b: Reverse) -> Array:
    """∂h'/∂z"""
    return _by("z", b.step)


def _slope(name: str, b: Reverse) -> Array:
    """The derivative of a gate by its pre-activation, through its bias; where it adds none, as published"""
    s, letter = b.step, LETTERS[name]
    moved = {f"b_{letter}": s.block(f"b_{letter}") + TINY * 1j}
    twin = _known(
        Step({**s.weights, **moved}, s.x, s.h, s.convention, s.equations), s, "zrn".replace(letter, "")
    )
    slope = _slope_of(name, twin)
    return slope if slope is not None and slope.any() else RULES[f"slope_{letter}"](b)


def _slope_of(name: str, moved: Step) -> Array | None:
    """What a complex step brings about in an equation; None where it takes no complex numbers."""
    try:
        value = moved.equations[name](moved)
    except TypeError:
        return None
    return np.broadcast_to(np.imag(value) / TINY, moved.h.shape)


@lru_cache(maxsize=KEPT)
def _resets(s: Step) -> bool:
    """Whether the candidate reads the reset gate."""
    other = s.equations["candidate"](_twin(s, "r", 0.5 * s.r))
    return not np.array_equal(other, s.n)


def _dr(b: Reverse) -> Array:
    """dr through the candidate, where that reads r, and through a blend that does"""
    through_n = RULES["dr"](b) if _resets(b.step) else np.zeros_like(b.dout)
    return through_n + b.dout * _by("r", b.step)


def _dh_candidate(b: Reverse) -> Array:
    """do where h itself is multiplied by U_n"""
    return RULES["dh.candidate"](b) if _resets(b.step) else b["do"]


def _dU_n(b: Reverse) -> Array:
    """oᵀ dm where o, as it shows, is what is multiplied by U_n; that of the code with reset after is h"""
    operand = None if b.after else _operand(b.step)
    return RULES["dU_n"](b) if operand is None else operand.T @ b["dm"]


@lru_cache(maxsize=KEPT)
def _operand(s: Step) -> Array | None:
    """What the candidate's pre-activation has in front of U_n, (B, H): read off the unit of each sample that
    answers most, for a relu may be shut in any"""
    slope = _slope("candidate", Reverse(s, s.out, RULES))
    most = np.argmax(np.abs(slope), axis=1)[:, None]
    rows = []
    for i in range(s.h.shape[1]):
        moved = s.block("U_n") + np.zeros(s.h.shape[1:] * 2, complex)
        moved[i] += TINY * 1j
        twin = _known(Step({**s.weights, "U_n": moved}, s.x, s.h, s.convention, s.equations), s, "zr")
        rows.append(_slope_of("candidate", twin))
    if any(row is None for row in rows):
        return None
    steepest = np.take_along_axis(slope, most, axis=1)
    whole = np.concatenate([np.take_along_axis(row, most, axis=1) for row in rows if row is not None], axis=1)
    return whole / np.where(steepest == 0, 1.0, steepest)


def _dn(b: Reverse) -> Array:
    """dn = dh' ⊙ ∂h'/∂n"""
    return b.dout * _by("n", b.step)


def _dh_direct(b: Reverse) -> Array:
    """dh' ⊙ ∂h'/∂h"""
    return b.dout * _by("h", b.step)
