"""Published cells that are no plain GRU: their equations, to be run by the same `Step`.

What a variant does not replace is the GRU's own equation, and the convention still says whether z
keeps or writes. A variant's attention score is the block `a`, (B, 1) or (B, H); the user's code gets it
in the place of a mask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gru_doctor.equations.activations import CANDIDATE_ACTIVATIONS
from gru_doctor.equations.gru import EQUATIONS, Equation, Step
from gru_doctor.records import Array, Convention

SCORE = "a"


@dataclass(frozen=True)
class Variant:
    """A named cell: all four equations, the gates whose blocks it stores, and where it is from."""

    name: str
    equations: Mapping[str, Equation]
    blocks: tuple[str, ...]
    note: str


def one_gate(s: Step) -> Array:
    """r = z"""
    return s.z


def unreset(s: Step) -> Array:
    """n = relu(x W_n + b_n + h U_n + c_n)"""
    return CANDIDATE_ACTIVATIONS["relu"].f(s.input("n") + s.recurrent("n"))


def ungated(s: Step) -> Array:
    """n = tanh(x W_n + b_n + h U_n + c_n)"""
    return s.squash(s.input("n") + s.recurrent("n"))


def lowered(s: Step) -> Array:
    """z = σ(x W_z + b_z + h U_z + c_z − 1)"""
    return s.gate(s.input("z") + s.recurrent("z") - 1.0)


def squashed(s: Step) -> Array:
    """z = σ(x W_z + b_z + tanh(h) U_z + c_z)"""
    return s.gate(s.input("z") + s.recurrent("z", np.tanh(s.h)))


def reset_on_all(s: Step) -> Array:
    """n = tanh(r ⊙ (x W_n + b_n + h U_n + c_n))"""
    return s.squash(s.r * (s.input("n") + s.recurrent("n")))


def scaled(s: Step) -> Array:
    """z = a ⊙ σ(x W_z + b_z + h U_z + c_z)"""
    z: Array = _score(s) * EQUATIONS["update"](s)
    return z


def attended(s: Step) -> Array:
    """z = a"""
    return np.broadcast_to(_score(s), s.h.shape)


def _score(s: Step) -> Array:
    """The block `a`; one where none is given, as the inputs without a mask are attended to."""
    return np.asarray(s.weights.get(SCORE, 1.0))


def _blocks(letters: str) -> tuple[str, ...]:
    return tuple(f"{kind}_{g}" for g in letters for kind in "WUbc")


VARIANTS: tuple[Variant, ...] = (
    Variant(
        "MGU",
        {**EQUATIONS, "reset": one_gate},
        _blocks("zn"),
        "Zhou et al. 2016 (arXiv:1603.09420): one gate forgets and resets",
    ),
    Variant(
        "UGRNN",
        {**EQUATIONS, "candidate": ungated},
        _blocks("zn"),
        "Collins et al. 2017 (arXiv:1611.09913): no reset gate",
    ),
    Variant(
        "Li-GRU",
        {**EQUATIONS, "candidate": unreset},
        _blocks("zn"),
        "Ravanelli et al. 2018 (arXiv:1803.10225): no reset gate, relu; batch norm left out",
    ),
    Variant(
        "MUT3",
        {**EQUATIONS, "update": squashed},
        _blocks("zrn"),
        "Jozefowicz et al. 2015: the update gate reads tanh(h)",
    ),
    Variant(
        "Dreamer",
        {**EQUATIONS, "update": lowered, "candidate": reset_on_all},
        _blocks("zrn"),
        "Hafner et al. 2020 (arXiv:2010.02193): reset on the whole candidate, update bias −1; "
        "layer norm left out",
    ),
    Variant(
        "AUGRU",
        {**EQUATIONS, "update": scaled},
        (*_blocks("zrn"), SCORE),
        "Zhou et al. 2019 (arXiv:1809.03672): an attention score scales the update gate",
    ),
    Variant(
        "AGRU",
        {**EQUATIONS, "update": attended},
        (*_blocks("rn"), SCORE),
        "Zhou et al. 2019 (arXiv:1809.03672): an attention score takes the update gate's place",
    ),
)


def equations_of(convention: Convention) -> Mapping[str, Equation]:
    """The right equations of a convention: its variant's, or the GRU's."""
    return next((v.equations for v in VARIANTS if v.name == convention.variant), EQUATIONS)
