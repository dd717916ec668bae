"""`--select` and `--ignore`: codes, names and families of faults."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gru_doctor.errors import UsageTrouble
from gru_doctor.faults import catalogue
from gru_doctor.nearest import nearest

FAMILY = re.compile(r"(?:GRU)?([1-5])(?:XX)?$")


@dataclass(frozen=True)
class Selection:
    """Beginnings of codes: all that are wanted, where any is named, without those ignored."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def reason(self, code: str) -> str | None:
        """Why a finding of this code does not count, if it does not."""
        if code.startswith(self.ignore):
            return "--ignore"
        if self.select and not code.startswith(self.select):
            return "not in --select"
        return None


def prefixes(words: str) -> tuple[str, ...]:
    """`GRU114, 5xx, reset-misplaced` as beginnings of codes. Raises UsageTrouble for no fault."""
    return tuple(_prefix(word.strip()) for word in words.split(",") if word.strip())


def _prefix(word: str) -> str:
    family = FAMILY.match(word.upper())
    if family:
        return f"GRU{family[1]}"
    known = {name: entry.code for entry in catalogue() for name in (entry.code, entry.name)}
    found = known.get(word.upper()) or known.get(word.casefold())
    if found:
        return found
    raise UsageTrouble(
        f"no fault or family is called {word!r}", nearest(word, known) or "see gru-doctor faults"
    )
