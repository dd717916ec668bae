"""What is kept of a file's results: candidates that turned out to be no cells are told in a note, and each
fault at one target only."""

from __future__ import annotations

from dataclasses import replace

from gru_doctor.errors import ConstructTrouble, NoTarget
from gru_doctor.records import Result, Span


def kept_of(results: list[Result]) -> list[Result]:
    """Of a file's candidates those that are none are left out, unless all are, and the first of the others
    names them."""
    kept = once([r for r in results if not _not_a_cell(r)])
    passed_over = [_told(r) for r in results if _not_a_cell(r)]
    if not kept or not passed_over:
        return kept or results
    note = f"beside it there is no verdict on {'; '.join(passed_over)}"
    return [replace(kept[0], notes=(*kept[0].notes, note)), *kept[1:]]


def _told(result: Result) -> str:
    """What was not examined, and the first line of the reason."""
    assert result.error is not None
    name, line = result.target.name, result.target.line
    reason = result.error.message.splitlines()[0].removeprefix(f"{name}: ").rstrip(":")
    return f"{name}{f' (line {line})' if line else ''}: {reason}"


def once(results: list[Result]) -> list[Result]:
    """Each fault at one target only: a layer whose errors all stand in a cell examined before it says
    nothing of its own, and the cell's result tells that it is used there."""
    kept: list[Result] = []
    for result in results:
        errors = {(f.code, f.span) for f in result.findings if f.severity == "error"}
        home = next((k for k in kept if errors and errors <= _errors(k)), None)
        if home is None:
            kept.append(result)
            continue
        note = f"{result.target.name} uses it, and was not judged on its own"
        kept[kept.index(home)] = replace(home, notes=(*home.notes, note))
    return kept


def _errors(result: Result) -> set[tuple[str, Span | None]]:
    return {(f.code, f.span) for f in result.findings if f.severity == "error" and f.span is not None}


def _not_a_cell(result: Result) -> bool:
    """A candidate by its text that could not be built as a recurrent cell."""
    return result.error is not None and result.error.kind in (ConstructTrouble.kind, NoTarget.kind)
