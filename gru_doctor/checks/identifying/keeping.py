"""Zoneout as it is when nothing is drawn: h' = p h + (1 − p) GRU(x, h), with a constant share p of the old
state (Krueger et al. 2016, arXiv:1606.01305). So is a leaky GRU, whose p is 1 − dt/τ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gru_doctor.checks.behind import Behind
from gru_doctor.checks.identifying.knockout import bench
from gru_doctor.equations.gru import Step
from gru_doctor.explained import Explained
from gru_doctor.records import Array, Trace
from gru_doctor.subject import Call, Edit, Gradient, Repeated, Run, Subject

EVEN = 1e-6
NAME = "zoneout"


@dataclass(frozen=True)
class Unmixed(Behind):
    """A Subject that answers one step by what it was before a share (H,) of the old state came in."""

    share: Array

    def run(self, call: Call) -> Run:
        """One step."""
        found = self.layer.run(call)
        state = found.last if found.outputs is None else found.outputs[-1]
        return Run(None, None if state is None else self._without(state, call))

    def sweep(self, call: Call, edits: Sequence[Edit]) -> Array:
        """See Subject."""
        return self._without(self.layer.sweep(call, edits), call)

    def _without(self, state: Array, call: Call) -> Array:
        assert call.h0 is not None
        before: Array = (state - self.share * call.h0) / (1 - self.share)
        return before

    def gradient(self, call: Call, cotangent: Array) -> Gradient:
        """See Subject; of what the code itself returns."""
        return self.layer.gradient(call, cotangent)

    def repeated(self, call: Call, cotangent: Array) -> Repeated:
        """See Subject."""
        return self.layer.repeated(call, cotangent)

    def record(self, call: Call, cotangent: Array | None = None) -> Trace:
        """See Subject."""
        return self.layer.record(call, cotangent)


def kept_share(subject: Subject) -> Array | None:
    """The share (H,) of the old state that is kept beside a GRU's; None where there is none.

    With every weight zero a GRU returns h/2, and this p h + (1 − p) h/2.
    """
    if not subject.card.takes_state:
        return None
    on = bench(subject, np.random.default_rng(13))
    subject.assign({p.name: np.zeros(p.shape) for p in subject.card.parameters})
    shares = 2 * on.rest() / on.state - 1
    share: Array = np.mean(shares, axis=0)
    inside = bool(np.all(share > EVEN) and np.all(share < 1 - EVEN))
    return share if inside and float(np.max(np.ptp(shares, axis=0))) <= EVEN else None


def mixed(explained: Explained, share: Array) -> Explained:
    """What is known of the cell before the mixing, as it is with it."""
    blend = explained.equations["blend"]

    def keeping(s: Step) -> Array:
        """h' = p ⊙ h + (1 − p) ⊙ GRU(x, h)"""
        kept: Array = share * s.h + (1 - share) * blend(s)
        return kept

    identity = explained.identity
    told = (
        f"{NAME}: it keeps {_told(share)} of the old state beside what its gates keep, as zoneout does in "
        "evaluation (Krueger et al. 2016, arXiv:1606.01305), or a leaky unit"
    )
    variant = replace(identity.convention, variant=NAME)
    return replace(
        explained,
        identity=replace(identity, convention=variant, notes=(*identity.notes, told)),
        equations={**explained.equations, "blend": keeping},
    )


def _told(share: Array) -> str:
    least, most = float(np.min(share)), float(np.max(share))
    return f"{least:.3g}" if most - least <= EVEN else f"{least:.3g} to {most:.3g}"
