"""What a verdict means to the shell: the only place that knows exit codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gru_doctor.records import Report, Verdict

NOT_EXAMINED: Final = 2
INTERRUPTED: Final = 130

EXIT_CODES: Mapping[Verdict, int] = {"healthy": 0, "faulty": 1, "error": NOT_EXAMINED}


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, with the report on what had been examined by then."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


def exit_code(report: Report) -> int:
    """The largest code of any target wins; a report about nothing is never green."""
    return max((EXIT_CODES[r.verdict] for r in report.results), default=NOT_EXAMINED)
