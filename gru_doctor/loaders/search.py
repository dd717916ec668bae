"""How long the loader goes on trying, and what it tried; the text of a refusal."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from gru_doctor.errors import ConstructTrouble
from gru_doctor.records import Target

ATTEMPTS = 2500
SECONDS = 10.0


@dataclass
class Search:
    """A budget of attempts and seconds, and every failure in the order in which it came."""

    attempts: int = ATTEMPTS
    deadline: float = field(default_factory=lambda: time.monotonic() + SECONDS)
    failures: list[str] = field(default_factory=list)

    def spend(self) -> bool:
        """Take one attempt; False when there is none left."""
        self.attempts -= 1
        return self.attempts >= 0 and time.monotonic() < self.deadline

    def failed(self, what: str) -> None:
        """Remember a failure."""
        self.failures.append(what)

    def refusal(self, target: Target) -> ConstructTrouble:
        """What was tried, why the last and the commonest of it failed, and what to do."""
        distinct = list(dict.fromkeys(self.failures))
        common = sorted(distinct, key=self.failures.count)[-3:]
        tried = "; ".join(common) if common else "nothing in it could be called"
        return ConstructTrouble(
            f"{target.name}: no way of building and calling it worked ({len(self.failures)} tried; {tried})",
            "make it callable as a step: a class with forward(x, h), or a function of x, h and "
            f"weights; or name another object: {target.path}:NAME",
        )
