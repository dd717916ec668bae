"""A report that shows itself: the table in a terminal, html in a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from gru_doctor import records, terminal
from gru_doctor.reports import formats, renderer


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
        if "html" in formats():
            return renderer("html")(self)
        return f"<pre>{escape(repr(self))}</pre>"
