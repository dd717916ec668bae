"""What many files come to: how many have which verdict, and for which reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gru_doctor.records import Report, Result, Verdict
from gru_doctor.reports.words import OUTCOMES

Row = tuple[str, int]


def tally(report: Report) -> list[Row]:
    """(label, targets) rows, the reasons indented below their verdict, the commonest first; none for
    a single file, where they would say nothing new."""
    if len({result.target.path for result in report.results}) < 2:
        return []
    counted: Counter[Verdict] = Counter()
    reasons: dict[Verdict, Counter[str]] = {verdict: Counter() for verdict in OUTCOMES}
    for result in report.results:
        counted[result.verdict] += 1
        reasons[result.verdict].update(_reasons(result))
    passed_over = [("files passed over", report.passed_over)] if report.passed_over else []
    return [row for v in OUTCOMES for row in _rows(OUTCOMES[v], counted[v], reasons[v])] + passed_over


def _rows(label: str, targets: int, reasons: Counter[str]) -> list[Row]:
    if not targets:
        return []
    told = sorted(reasons.items(), key=lambda reason: (-reason[1], reason[0]))
    return [(label, targets), *((f"  {reason}", n) for reason, n in told)]


def _reasons(result: Result) -> Iterator[str]:
    found = {(f.code, f.name, bool(f.silenced)) for f in result.findings}
    yield from (_reason(*finding) for finding in found)
    if result.error:
        yield result.error.kind


def _reason(code: str, name: str, silenced: bool) -> str:
    return f"{code} {name}{' (let through)' if silenced else ''}"
