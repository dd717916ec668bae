"""Two learning curves side by side: whether each has learned, whether they are one, in words."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite

from gru_doctor.checks.learning.tasks import Task
from gru_doctor.records import Status

PATIENCE = 3
"""How many times the reference's steps the user's code is given."""

AT_CHANCE = 0.9
POINTS = 60

Losses = tuple[float, ...]


@dataclass(frozen=True)
class Curves:
    """The losses on one task before each step, of the user's code and of the reference.

    `tolerance` is how far the two may drift apart by rounding; None where they did not start from
    the same weights. `name` says which reference it is.
    """

    task: Task
    yours: Losses
    reference: Losses
    tolerance: float | None
    name: str = "the reference"

    @property
    def steps(self) -> int | None:
        """The steps the user's code took to learn, None where it did not."""
        return steps(self.yours, self.task)

    @property
    def reference_steps(self) -> int | None:
        """The steps the reference took."""
        return steps(self.reference, self.task)

    @property
    def gap(self) -> float | None:
        """The largest difference of the two, None where they did not start alike."""
        return None if self.tolerance is None else gap(self.yours, self.reference)

    @property
    def agree(self) -> bool:
        """Whether they are one curve to rounding."""
        return self.gap is not None and self.tolerance is not None and self.gap <= self.tolerance

    @property
    def status(self) -> Status:
        """pass where the user's code learned, or does what the reference does."""
        return "pass" if self.agree or self.steps is not None else "fail"

    @property
    def detail(self) -> str:
        """What happened, in one sentence."""
        known = self.reference_steps
        if self.steps is None:
            return f"{self._short()} while {self.name} learns in {known}"
        differs = "" if self.agree or self.tolerance is None else "; the two curves differ"
        return f"learned in {self.steps} steps; {self.name} in {known}{differs}"

    def _short(self) -> str:
        """How far short the user's code fell."""
        count, level = len(self.yours), _level(self.yours)
        if not isfinite(level):
            return f"the loss is {level} after {count} steps"
        if level > AT_CHANCE * self.task.chance:
            return f"stays at chance ({level:.2f} after {count} steps)"
        return f"comes down to {level:.2f} (chance {self.task.chance:.2f}) in {count} steps"

    @property
    def parts(self) -> dict[str, float | None]:
        """What a finding about learning needs."""
        return {
            "steps": self.steps,
            "reference_steps": self.reference_steps,
            "final_loss": _level(self.yours),
            "reference_loss": _level(self.reference),
            "chance": self.task.chance,
        }

    @property
    def series(self) -> dict[str, Losses]:
        """The curves for a chart, both thinned alike."""
        stride = -(-max(len(self.yours), len(self.reference)) // POINTS)
        return {
            "yours": self.yours[::stride],
            "reference": self.reference[::stride],
            "chance": (self.task.chance,),
        }


def steps(curve: Losses, task: Task) -> int | None:
    """How many steps of training came before the first loss that counts as learned."""
    return next((k for k, loss in enumerate(curve) if loss <= task.learned), None)


def gap(a: Losses, b: Losses) -> float:
    """The largest difference as far as both go; infinite where one is not a number."""
    gaps = [abs(x - y) for x, y in zip(a, b, strict=False)]
    return max(gaps, default=0.0) if all(map(isfinite, gaps)) else inf


def _level(curve: Losses) -> float:
    """The last loss of one that learned or broke; else the mean of the last ten, less noisy."""
    if not curve or not isfinite(curve[-1]) or curve[-1] < curve[0] / 2:
        return curve[-1] if curve else inf
    tail = curve[-10:]
    return sum(tail) / len(tail)
