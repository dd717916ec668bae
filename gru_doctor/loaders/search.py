"""How long the loader goes on trying, and what it tried; the text of a refusal."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

from gru_doctor.errors import ConstructTrouble, Trouble
from gru_doctor.records import Level, Target

ATTEMPTS = 4000
SECONDS = 10.0
SHOWN = 3


@dataclass(frozen=True)
class Failure:
    """One attempt: how it was called, and why that did not work."""

    tried: str
    reason: str
    hint: str = ""
    line: int | None = None

    def __str__(self) -> str:
        where = f" (line {self.line})" if self.line else ""
        return f"{self.tried}: {self.reason}{where}"


@dataclass
class Search:
    """A budget of attempts and seconds, and every failure in the order in which it came."""

    attempts: int = ATTEMPTS
    deadline: float = field(default_factory=lambda: time.monotonic() + SECONDS)
    level: Level | None = None
    failures: list[Failure] = field(default_factory=list)

    def spend(self) -> bool:
        """Take one attempt; False when there is none left."""
        self.attempts -= 1
        if time.monotonic() >= self.deadline:
            self.attempts = -1
        return self.attempts >= 0

    def failed(self, tried: str, error: Exception | str) -> None:
        """Remember a failure."""
        if isinstance(error, Trouble):
            self.failures.append(Failure(tried, error.message, error.hint, error.line))
        else:
            self.failures.append(Failure(tried, str(error)))

    def refusal(self, target: Target, advice: str) -> ConstructTrouble:
        """What was tried first and most often, why it failed, and what to do."""
        shown = self._telling()
        counts = Counter(f.reason for f in self.failures)
        told = [f"\n- {f}{_more(counts[f.reason] - 1)}" for f in shown]
        told = told or ["\n- nothing in it could be called"]
        hint = next((f.hint for f in shown if f.hint), "")
        return ConstructTrouble(
            f"no way of building and calling {target.name} worked; {len(self.failures)} were tried:"
            + "".join(told),
            f"{hint}; or {advice}" if hint else advice,
            next((f.line for f in shown if f.line), target.line),
        )

    def _telling(self) -> list[Failure]:
        """The first failure with each of the commonest reasons, the very first one in front."""
        first: dict[str, Failure] = {}
        for failure in self.failures:
            first.setdefault(failure.reason, failure)
        common = [first[r] for r, _ in Counter(f.reason for f in self.failures).most_common(SHOWN)]
        return list(dict.fromkeys([*self.failures[:1], *common]))[:SHOWN]


def _more(count: int) -> str:
    return f", and {count} more" if count > 1 else ""
