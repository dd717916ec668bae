"""Notebooks as Python text: the code cells in order, without magics and shell lines."""

from __future__ import annotations

import json
import re
from typing import Any

from gru_doctor.errors import FileTrouble

FOREIGN = re.compile(r"^\s*([%!?]|[\w.]+\?{1,2}\s*$)")


def code_cells(path: str, text: str) -> tuple[str, tuple[int, ...]]:
    """The text of all code cells, and for each of its lines the number of its cell from 1.

    Lines that are no Python (magics, shell commands, questions) become `pass`, so that the lines
    around them keep their meaning; a cell that starts with %% is left out whole.
    """
    try:
        cells: list[dict[str, Any]] = json.loads(text)["cells"]
    except (ValueError, KeyError, TypeError) as error:
        raise FileTrouble(f"{path} is no notebook: {error}", "save it again from Jupyter") from error
    lines: list[str] = []
    numbers: list[int] = []
    for number, cell in enumerate(cells, 1):
        if cell.get("cell_type") != "code":
            continue
        own = python_lines(cell.get("source", ""))
        lines += own
        numbers += [number] * len(own)
    return "\n".join(lines) + "\n", tuple(numbers)


def python_lines(source: str | list[str]) -> list[str]:
    """The lines of one cell, what is no Python replaced by `pass`; none of a cell in another language."""
    whole = source if isinstance(source, str) else "".join(source)
    if whole.lstrip().startswith("%%"):
        return []
    return [_python(line) for line in whole.splitlines()]


def _python(line: str) -> str:
    if not FOREIGN.match(line):
        return line
    return line[: len(line) - len(line.lstrip())] + "pass"
