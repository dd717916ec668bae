"""The part of `check` that judges: what counts against the run, and the exit code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import typer

from gru_doctor import verdicts
from gru_doctor.errors import UsageTrouble
from gru_doctor.gate.baseline import Baseline, read, write
from gru_doctor.gate.selection import Selection, prefixes
from gru_doctor.gate.silence import silenced
from gru_doctor.records import Report


@dataclass(frozen=True)
class Policy:
    """What the person asked for, in the words of the options."""

    select: str
    ignore: str
    baseline: str
    write_baseline: str
    fail_on: verdicts.FailOn
    strict: bool

    def verify(self) -> None:
        """Raise the trouble that would else come only once everything is examined."""
        self.selection()
        self.known()
        if self.write_baseline and not Path(self.write_baseline).resolve().parent.is_dir():
            raise UsageTrouble(
                f"{self.write_baseline}: no such folder", "name a place that can be written to"
            )

    def selection(self) -> Selection:
        """The codes that count."""
        return Selection(prefixes(self.select), prefixes(self.ignore))

    def known(self) -> Baseline | None:
        """The findings of an earlier run; one that is to be written anew is not read."""
        if not self.baseline or self.write_baseline:
            return None
        return read(self.baseline)

    def judged(self, report: Report) -> tuple[Report, int]:
        """The report with what does not count marked, and the exit code."""
        seen = silenced(report, self.selection(), self.known())
        if self.write_baseline:
            written = write(self.write_baseline, seen.report)
            findings = "1 finding" if written == 1 else f"{written} findings"
            typer.echo(f"gru-doctor: wrote {findings} to {self.write_baseline}", err=True)
            seen = silenced(report, self.selection(), read(self.write_baseline))
        for line in seen.unused:
            typer.echo(f"gru-doctor: {line}", err=True)
        return seen.report, verdicts.exit_code(seen.report, self._gate(len(seen.unused)))

    def _gate(self, unused: int) -> verdicts.Gate:
        if not self.strict:
            return verdicts.Gate(self.fail_on)
        return verdicts.Gate("warning" if self.fail_on == "error" else self.fail_on, unused)
