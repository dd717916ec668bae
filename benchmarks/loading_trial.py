"""One case of benchmarks/loading.py: examined as it is, then with its fault planted."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from loading_cases import Case

from gru_doctor.doctor import examine_all
from gru_doctor.records import CHECKS, Finding, Options, Result

OPTIONS = replace(Options(), checks=tuple(c for c in CHECKS if c != "memorization"))


@dataclass(frozen=True)
class Planted:
    """What became of the file with the fault."""

    detected: bool
    line: bool
    name: bool
    error: bool
    told: str


@dataclass(frozen=True)
class Trial:
    """What became of one case; `why` says what is wrong with the file as it is."""

    case: Case
    loaded: bool
    verdict: str
    why: str
    plant: Planted | None

    def complaints(self) -> Iterator[str]:
        """A line for everything that is not as it should be."""
        if self.verdict != "healthy" or not self.loaded:
            yield f"{self.case.name}: {self.verdict}{'' if self.loaded else ', not loaded'}: {self.why[:300]}"
        plant, fault = self.plant, self.case.fault
        if plant and fault and not (plant.detected and plant.line and plant.name):
            wrong = [w for w in ("detected", "line", "name") if not getattr(plant, w)]
            truth = f"{fault['code']} at {fault['line']}"
            yield f"{self.case.name}: plant {truth} not {'/'.join(wrong)}: {plant.told[:300]}"


def trial(case: Case) -> Trial:
    """Examine one case twice."""
    results = examined(case, ())
    loaded = bool(results) and all(r.verdict != "error" or r.card for r in results)
    found = {r.target.name for r in results if r.card}
    missing = sorted(set(case.targets) - found)
    why = "; ".join([*_told(results), *(f"{m} is no target" for m in missing)])
    plant = _scored(examined(case, case.edits), case) if case.fault else None
    return Trial(case, loaded and not missing, _verdict(results), why, plant)


def examined(case: Case, edits: tuple[tuple[str, str], ...]) -> list[Result]:
    """The results of a copy of the file, with everything that belongs to it, after the edits."""
    with tempfile.TemporaryDirectory() as scratch:
        parts = Path(case.path).parts
        if len(parts) > 1:
            shutil.copytree(case.home / parts[0], Path(scratch) / parts[0])
        text = (case.home / case.path).read_text()
        copy = Path(scratch) / case.path
        copy.write_text(_edited(text, edits, copy.suffix))
        return list(examine_all([str(copy)], OPTIONS, lambda stage, share: None).results)


def _edited(text: str, edits: tuple[tuple[str, str], ...], suffix: str) -> str:
    """Each edit where its text stands; in a notebook it is written as JSON writes it."""
    for old, new in edits:
        if suffix == ".ipynb" and old not in text:
            old, new = (json.dumps(part, ensure_ascii=False)[1:-1] for part in (old, new))
        if old not in text:
            raise ValueError(f"the text to be changed is not there: {old}")
        text = text.replace(old, new, 1)
    return text


def _verdict(results: list[Result]) -> str:
    verdicts = {r.verdict for r in results}
    return next((v for v in ("faulty", "error") if v in verdicts), "healthy" if verdicts else "error")


def _told(results: list[Result]) -> Iterator[str]:
    for result in results:
        if result.error:
            yield f"{result.target.name}: {result.error.message}"
        for finding in result.findings:
            if finding.severity == "error":
                yield f"{finding.code} {finding.message}"


def _scored(results: list[Result], case: Case) -> Planted:
    fault = case.fault or {}
    severity = fault.get("severity", "error")
    findings = [f for r in results for f in r.findings if f.severity == severity]
    told = [f"{f.code}@{f.span.line if f.span else None}" for f in findings] or list(_told(results))
    error = any(r.verdict == "error" for r in results)
    if not findings:
        return Planted(False, False, False, error, "; ".join(told))
    first = findings[0]
    codes = {fault["code"], *fault.get("also", [])}
    named = bool({first.code, *first.also} & codes)
    return Planted(True, _placed(first, fault), named, error, "; ".join(told))


def _placed(finding: Finding, fault: dict[str, object]) -> bool:
    lines = {fault["line"], *fault.get("lines_ok", [])}  # type: ignore[misc]
    span = finding.span
    return bool(span and set(range(span.line, span.end_line + 1)) & lines)
