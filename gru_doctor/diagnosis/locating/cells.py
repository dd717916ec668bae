"""Findings in a notebook: the code cell that each stands in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from gru_doctor.loaders.text.source import read
from gru_doctor.records import Finding, Result


def in_cells(result: Result) -> Result:
    """The result with the number of the cell at each finding whose place is in a notebook."""
    return replace(result, findings=tuple(_numbered(f) for f in result.findings))


def _numbered(finding: Finding) -> Finding:
    if finding.span is None or PurePath(finding.span.file).suffix != ".ipynb":
        return finding
    return replace(finding, notebook_cell=read(finding.span.file).cell_of(finding.span.line))
