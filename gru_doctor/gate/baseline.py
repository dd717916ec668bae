"""The findings of an earlier run, which a later one lets through.

A finding is known by its file, object, code and the text of its expression, blanks aside: neither
lines added above it nor a new place for the function lose it. Where the file is gone, a file that
was not in the baseline may take its place.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from gru_doctor.errors import FileTrouble
from gru_doctor.records import Finding, Report, Result

SCHEMA = "gru-doctor-baseline/1"
HINT = "write it anew with --write-baseline"


class Key(NamedTuple):
    """What a finding is known by; no line number is among it."""

    file: str
    target: str
    code: str
    text: str


@dataclass
class Baseline:
    """The findings let through, each as often as it was found, and less often as they are found again."""

    known: Counter[Key]
    folder: Path
    files: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.files = {key.file for key in self.known}

    def takes(self, result: Result, finding: Finding) -> bool:
        """Whether the finding is an old one; each is taken once."""
        key = key_of(result, finding, self.folder)
        found = key if self.known[key] > 0 else self._moved(key)
        if found is None:
            return False
        self.known[found] -= 1
        return True

    def _moved(self, key: Key) -> Key | None:
        """The same finding of a file that is no longer there."""
        if key.file in self.files:
            return None
        alike = (k for k, n in self.known.items() if n > 0 and k[1:] == key[1:])
        return next((k for k in alike if not (self.folder / k.file).exists()), None)

    def left(self, files: Iterable[str]) -> list[str]:
        """The findings that these files no longer have."""
        seen = {_relative(file, self.folder) for file in files}
        return [f"{k.code} in {k.file}:{k.target}" for k, n in self.known.items() if n > 0 and k.file in seen]


def key_of(result: Result, finding: Finding, folder: Path) -> Key:
    """What this finding is known by, seen from the folder of the baseline."""
    file = _relative(result.target.path, folder)
    return Key(file, result.target.name, finding.code, _expression(finding))


def _relative(path: str, folder: Path) -> str:
    return Path(os.path.relpath(path, folder)).as_posix()


def _expression(finding: Finding) -> str:
    """The text under the span without its blanks; the parameter where there is no place."""
    span, lines = finding.span, list(finding.source)
    if span is None or not lines:
        return finding.parameter or ""
    if len(lines) == span.end_line - span.line + 1:
        lines[-1] = lines[-1][: span.end_column - 1]
        lines[0] = lines[0][span.column - 1 :]
    return "".join("".join(lines).split())


def write(path: str, report: Report) -> int:
    """Write down all findings that count; how many they are."""
    folder = Path(path).resolve().parent
    keys = [key_of(r, f, folder) for r in report.results for f in r.findings if not f.silenced]
    rows = [{**key._asdict(), "count": n} for key, n in sorted(Counter(keys).items())]
    text = json.dumps({"schema": SCHEMA, "findings": rows}, indent=2, ensure_ascii=False)
    try:
        Path(path).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise FileTrouble(f"{path}: {error.strerror}", "name a place that can be written to") from error
    return len(keys)


def read(path: str) -> Baseline:
    """The baseline in a file. Raises FileTrouble for what is none."""
    try:
        form = json.loads(Path(path).read_text(encoding="utf-8"))
        known = Counter({_key(row): int(row["count"]) for row in _rows(form)})
    except OSError as error:
        raise FileTrouble(f"{path}: {error.strerror}", HINT) from error
    except (ValueError, KeyError, TypeError) as error:
        raise FileTrouble(f"{path} is no baseline: {error}", HINT) from error
    return Baseline(known, Path(path).resolve().parent)


def _rows(form: Any) -> list[dict[str, Any]]:
    if not isinstance(form, dict) or form.get("schema") != SCHEMA:
        raise ValueError(f"its schema is not {SCHEMA}")
    rows: list[dict[str, Any]] = form["findings"]
    return rows


def _key(row: dict[str, Any]) -> Key:
    return Key(*(str(row[name]) for name in Key._fields))
