"""The JSON report: the stable form, version 1, for programs. Pure ASCII, so any locale will do."""

from __future__ import annotations

import json

from gru_doctor.records import Report
from gru_doctor.reports.form import form


def render(report: Report, *, width: int = 80, color: bool = False) -> str:
    """The form, indented by two; NaN never appears in it."""
    return json.dumps(form(report), indent=2, allow_nan=False) + "\n"
