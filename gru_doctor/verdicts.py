"""What a verdict means to the shell: the only place that knows exit codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from gru_doctor.records import Report, Result, Severity, Verdict

NOT_EXAMINED: Final = 2
INTERRUPTED: Final = 130

EXIT_CODES: Mapping[Verdict, int] = {"healthy": 0, "faulty": 1, "error": NOT_EXAMINED}
FailOn = Literal["error", "warning", "never"]
FAILING: Mapping[FailOn, tuple[Severity, ...]] = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "never": (),
}


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, with the report on what had been examined by then."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


@dataclass(frozen=True)
class Gate:
    """What lets a run fail: findings of which severity, and how many things were let through in vain."""

    fail_on: FailOn = "error"
    unused: int = 0


def exit_code(report: Report, gate: Gate | None = None) -> int:
    """The largest code of any target wins; a report in which nothing was examined is never green."""
    gate = gate or Gate()
    if all(result.verdict == "error" for result in report.results):
        return NOT_EXAMINED
    if gate.fail_on == "never":
        return EXIT_CODES["healthy"]
    codes = [_code(result, gate.fail_on) for result in report.results]
    return max(codes + [EXIT_CODES["faulty"]] * bool(gate.unused))


def _code(result: Result, fail_on: FailOn) -> int:
    """A finding that is let through does not count; what has no verdict always does."""
    if result.verdict == "error":
        return NOT_EXAMINED
    if any(f.severity in FAILING[fail_on] and not f.silenced for f in result.findings):
        return EXIT_CODES["faulty"]
    let_through = any(f.severity == "error" for f in result.findings)
    return EXIT_CODES["healthy" if let_through else result.verdict]
