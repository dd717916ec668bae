"""Weights that wake the candidate for the knock-outs, each unit seeing no other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gru_doctor.records import Array

if TYPE_CHECKING:
    from gru_doctor.checks.identifying.knockout import Labels

MOST_TURNED = 2
"""Of so few inputs in (0.5, 0.95) a negated one may outweigh the rest."""


def by_input(labels: Labels, input_size: int) -> dict[str, float]:
    """What wakes the candidate and leaves the reset gate unseen: the input alone, where no single
    negated one turns the sum round; a bias may stand inside the product with the reset gate."""
    fed = input_size > MOST_TURNED and any(v.gate == "n" and v.kind == "W" for v in labels.values())
    return {"W": 0.1, "b": 0.0 if fed else 0.1, "U": 0.0}


def awake(zeros: Mapping[str, Array], labels: Labels, level: Mapping[str, float]) -> dict[str, Array]:
    """The zeros with the candidate switched on: n = tanh(w Σx + b + u r ⊙ h)."""
    made = {name: a.copy() for name, a in zeros.items()}
    for (name, index), label in labels.items():
        if label.gate == "n" and (label.kind != "U" or label.source == label.unit):
            made[name].flat[index] = label.sign * level[label.kind]
    return made
