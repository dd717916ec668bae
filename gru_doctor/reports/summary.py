"""What many files come to: how many have which verdict, and for which reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gru_doctor.records import Report, Verdict
from gru_doctor.reports.words import OUTCOMES

Row = tuple[str, int]


def tally(report: Report) -> list[Row]:
    """(label, targets) rows, the reasons indented below their verdict, the commonest first; none for
    a single file, where they would say nothing new."""
    if len({result.target.path for result in report.results}) < 2:
        return []
    passed_over = [("files passed over", report.passed_over)] if report.passed_over else []
    return [row for verdict in OUTCOMES for row in _rows(report, verdict)] + passed_over


def _rows(report: Report, verdict: Verdict) -> Iterator[Row]:
    results = [result for result in report.results if result.verdict == verdict]
    if not results:
        return
    yield OUTCOMES[verdict], len(results)
    found = ({(f.code, f.name, bool(f.silenced)) for f in result.findings} for result in results)
    reasons = Counter(_reason(*finding) for findings in found for finding in findings)
    reasons += Counter(result.error.kind for result in results if result.error)
    yield from ((f"  {reason}", n) for reason, n in sorted(reasons.items(), key=lambda r: (-r[1], r[0])))


def _reason(code: str, name: str, silenced: bool) -> str:
    return f"{code} {name}{' (let through)' if silenced else ''}"
