"""Annotations of a GitHub workflow: worst first, for only ten of a kind are shown, and one a place.

What the commands hold is escaped as the runner reads it; all else cannot begin with `::`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from gru_doctor.records import Finding, Report, Result, Severity
from gru_doctor.reports.findings import spoken
from gru_doctor.reports.words import OUTCOMES, counts, plain, title

COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
ORDER = list(COMMANDS)
STANDARD_INPUT = "-"


@dataclass(frozen=True)
class Cause:
    """The findings of one place: the first is the worst of them."""

    target: str
    findings: tuple[Finding, ...]


def render(report: Report, *, width: int = 80, color: bool = False) -> str:
    """What was not examined, the causes from errors to notices, and a line a target for the log."""
    lines = [_trouble(result) for result in report.results if result.error]
    lines += map(_annotation, _causes(report))
    lines += (_logged(f"{title(r.target)}: {OUTCOMES[r.verdict]}") for r in report.results)
    lines.append(_logged(counts(report)))
    return "".join(f"{line}\n" for line in lines)


def _causes(report: Report) -> list[Cause]:
    """Findings at one place have one cause: a cell that two layers use is annotated once."""
    places: dict[object, list[Finding]] = defaultdict(list)
    named: dict[object, str] = {}
    for result, finding in _findings(report):
        span = finding.span
        key = (span.file, span.line) if span else (title(result.target), finding.code)
        named.setdefault(key, result.target.path)
        if all((f.code, f.message) != (finding.code, finding.message) for f in places[key]):
            places[key].append(finding)
    causes = [Cause(named[key], tuple(sorted(found, key=_rank))) for key, found in places.items()]
    return sorted(causes, key=lambda cause: _rank(cause.findings[0]))


def _findings(report: Report) -> Iterator[tuple[Result, Finding]]:
    """What counts; a finding that is let through is no annotation."""
    return ((result, f) for result in report.results for f in result.findings if not f.silenced)


def _rank(finding: Finding) -> int:
    return ORDER.index(finding.severity)


def _annotation(cause: Cause) -> str:
    first, *others = cause.findings
    place: dict[str, str | int] = {"file": cause.target}
    if span := first.span:
        place = {"file": span.file, "line": span.line, "endLine": span.end_line}
        if span.line == span.end_line:  # columns are shown of single lines only
            place |= {"col": span.column, "endColumn": span.end_column}
    text = [spoken(first), *(f"also {f.code} {f.name}: {f.message}" for f in others)]
    place["title"] = f"{first.code} {first.name}"
    return _command(COMMANDS[first.severity], place, text)


def _trouble(result: Result) -> str:
    assert result.error is not None
    place: dict[str, str | int] = {"file": result.target.path}
    if result.error.line:
        place["line"] = result.error.line
    place["title"] = f"not examined ({result.error.kind})"
    return _command("error", place, [result.error.message, result.error.hint])


def _command(name: str, properties: dict[str, str | int], text: list[str]) -> str:
    known = {key: str(value) for key, value in properties.items() if value != STANDARD_INPUT}
    told = ",".join(f"{key}={_property(value)}" for key, value in known.items())
    return f"::{name} {told}::{_data(chr(10).join(filter(None, text)))}"


def _data(text: str) -> str:
    clean = plain(text.replace("\r\n", "\n"))
    return clean.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _logged(text: str) -> str:
    """A line of the log. The runner's older command form may begin anywhere in a line."""
    return "gru-doctor: " + " ".join(plain(text).split("\n")).replace("##[", "## [")
