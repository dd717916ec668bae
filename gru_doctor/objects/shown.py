"""A report that shows itself: the table in a terminal, html in a notebook."""

from __future__ import annotations

from dataclasses import dataclass

from gru_doctor import records, terminal
from gru_doctor.reports import renderer
from gru_doctor.reports.embedded import embedded


@dataclass(frozen=True, repr=False)
class Report(records.Report):
    """One run of the tool over any number of targets, as `gru_doctor.check` returns it.

    `results` hold verdict, convention, checks and findings: the same record that the JSON form shows.
    """

    @property
    def healthy(self) -> bool:
        """Whether there are targets and all of them are healthy."""
        return bool(self.results) and all(r.verdict == "healthy" for r in self.results)

    def __repr__(self) -> str:
        return renderer("table")(self, width=terminal.page_width()).rstrip()

    def _repr_html_(self) -> str:
        """What Jupyter shows."""
        return embedded(self)
