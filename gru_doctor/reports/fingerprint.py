"""The key by which a finding is known again in a later version of the file.

It is made of what was found, in which object and in which words of the code: never of lines, columns
or the path, so that code that is moved, indented or renamed as a file keeps its key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256

from gru_doctor.records import Finding, Result


def fingerprints(results: Sequence[Result]) -> Iterator[tuple[Result, Finding, str]]:
    """Every finding of the results with its key; the second of two alike gets a key of its own."""
    seen: Counter[tuple[str, str]] = Counter()
    for result in results:
        for finding in result.findings:
            key = _key(result, finding)
            again = (result.target.path, key)
            seen[again] += 1
            yield result, finding, f"{key}:{seen[again]}"


def expression(finding: Finding) -> str:
    """The marked part of the source, letter for letter; "" where the place is not known."""
    span, source = finding.span, finding.source
    if span is None or not source:
        return ""
    lines = list(source)
    if len(lines) == span.end_line - span.line + 1:
        lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(line.rstrip("\r\n") for line in lines)


def _key(result: Result, finding: Finding) -> str:
    words = " ".join(expression(finding).split())
    told = (finding.code, result.target.name, finding.gate or "", finding.block or "", words)
    return sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()[:32]
