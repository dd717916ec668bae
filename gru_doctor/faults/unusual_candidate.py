"""GRU125 unusual-candidate: by default the candidate has an activation that no published GRU uses

What it does
    The activation of the candidate is an option of the constructor, and its default is not tanh: a
    sigmoid, as in Keras 0.x, a hard sigmoid, relu, or none.

Why it matters
    A candidate from a sigmoid is never negative: the state can only grow towards 1, and h = 0 is
    no middle. Whoever takes the default gets a cell that differs from every paper and framework.

Example
    def __init__(self, units, activation='sigmoid', inner_activation='hard_sigmoid'):

Fix
    def __init__(self, units, activation='tanh', inner_activation='hard_sigmoid'):
"""

from __future__ import annotations

from gru_doctor.altering import altered
from gru_doctor.equations.activations import CANDIDATE_ACTIVATIONS
from gru_doctor.equations.parts import total
from gru_doctor.fault import Altered, Fault


def unusual(name: str) -> Altered:
    """The candidate with another of the known activations."""
    return altered(
        "candidate",
        f"n = {name}(x W_n + (r ⊙ h) U_n + b_n)",
        lambda s: CANDIDATE_ACTIVATIONS[name].f(total(s, "n")),
        (lambda s: s.n, lambda s: s.n),
        applies=lambda c: c.candidate_activation != name,
    )


FAULT = Fault(
    code="GRU125",
    name="unusual-candidate",
    severity="warning",
    cell=tuple(unusual(name) for name in CANDIDATE_ACTIVATIONS if name != "tanh"),
)
