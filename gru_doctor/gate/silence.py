"""A report in which each finding that does not count says why; nothing is left out of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gru_doctor.gate.baseline import Baseline
from gru_doctor.gate.comments import Comment, comments
from gru_doctor.gate.selection import Selection
from gru_doctor.loaders.text.source import lines_of
from gru_doctor.packed import changed
from gru_doctor.records import Finding, Report, Result

Used = set[tuple[str, Comment]]


@dataclass(frozen=True)
class Silenced:
    """The report, and what was meant to let something through but had nothing to."""

    report: Report
    unused: tuple[str, ...]


def silenced(report: Report, selection: Selection, baseline: Baseline | None) -> Silenced:
    """Mark what does not count. A comment is heard before the baseline, which keeps its entry then."""
    used: Used = set()
    results = changed(report.results, lambda result: _result(result, selection, baseline, used))
    files = dict.fromkeys(r.target.path for r in report.results if r.verdict != "error")
    unused = [f"{path}:{c.line}: {c} lets nothing through" for path, c in _unused(files, used)]
    if baseline is not None:
        unused += [f"no longer found, but in the baseline: {entry}" for entry in baseline.left(files)]
    return Silenced(replace(report, results=results), tuple(unused))


def _unused(files: dict[str, None], used: Used) -> Iterator[tuple[str, Comment]]:
    for path in files:
        yield from ((path, c) for c in comments(lines_of(path)) if (path, c) not in used)


def _result(result: Result, selection: Selection, baseline: Baseline | None, used: Used) -> Result:
    said = comments(lines_of(result.target.path)) if result.findings else []
    marked = []
    for finding in result.findings:
        reason = selection.reason(finding.code) or _said(result, finding, said, used)
        if reason is None and baseline is not None and baseline.takes(result, finding):
            reason = "in the baseline"
        marked.append(replace(finding, silenced=reason))
    return replace(result, findings=tuple(marked))


def _said(result: Result, finding: Finding, said: list[Comment], used: Used) -> str | None:
    """What a comment at the finding's lines, or at the first line of its object, says of it."""
    for comment in said:
        if comment.lets(finding.code, finding.name) and _at(comment.about, result, finding):
            used.add((result.target.path, comment))
            return f"ignored in the file, line {comment.line}: {comment.reason or 'no reason given'}"
    return None


def _at(line: int, result: Result, finding: Finding) -> bool:
    span = finding.span
    if span is not None and span.line <= line <= span.end_line and span.file == result.target.path:
        return True
    return line == result.target.line
