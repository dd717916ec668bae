"""The JSON report: the stable form, version 1, for programs. Pure ASCII, so any locale will do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from textwrap import indent
from typing import Any

from gru_doctor.records import Report
from gru_doctor.reports.form import head, result_form


def pieces(report: Report, *, width: int = 80, color: bool = False) -> Iterator[str]:
    """The same text in pieces, for no more than one result at a time need be held."""
    yield "{\n" + "".join(f"  {_dumped(key)}: {_dumped(value)},\n" for key, value in head(report).items())
    yield '  "results": ['
    between = "\n"
    for result in report.results:
        yield between + indent(_dumped(result_form(result)), "    ")
        between = ",\n"
    yield "]\n}\n" if between == "\n" else "\n  ]\n}\n"


def _dumped(value: Any) -> str:
    return json.dumps(value, indent=2, allow_nan=False)


def render(report: Report, *, width: int = 80, color: bool = False) -> str:
    """The form, indented by two; NaN never appears in it."""
    return "".join(pieces(report))
