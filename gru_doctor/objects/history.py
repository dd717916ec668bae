"""What was typed into a notebook or a prompt, as one text whose lines remember their cell."""

from __future__ import annotations

import ast
import linecache
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from gru_doctor.loaders.text.bindings import DEFINITIONS
from gru_doctor.loaders.text.notebooks import python_lines

PROMPT = re.compile(r"<python-input-(\d+)>")


class Line(NamedTuple):
    """Where a line of a text really stands: its file or cell, its number there from 1, and by how many
    columns it has been moved to the left."""

    file: str
    number: int
    indent: int = 0


class Typed(NamedTuple):
    """One cell or entry: what it is called, and its text."""

    label: str
    text: str


def cells_up_to(file: str, own: str) -> list[Typed]:
    """The cells that ran before the one compiled as `file`, and that one, last; where there is no
    history that one alone."""
    history = _notebook() or _prompt(file)
    texts = [cell.text.strip() for cell in history]
    if own.strip() not in texts:
        return [*history, Typed(file, own)]
    at = len(texts) - 1 - texts[::-1].index(own.strip())
    return history[: at + 1]


def _notebook() -> list[Typed]:
    """IPython's own record; a cell that is running is in it."""
    ipython = sys.modules.get("IPython")
    shell: Any = ipython.get_ipython() if ipython is not None else None
    if shell is None:
        return []
    cells = shell.user_ns.get("In", [])
    return [Typed(f"In[{number}]", text) for number, text in enumerate(cells) if number]


def _prompt(file: str) -> list[Typed]:
    """What Python 3.13 keeps of its prompt."""
    last = PROMPT.fullmatch(file)
    if last is None:
        return []
    found = sorted((int(m[1]), key) for key in linecache.cache if (m := PROMPT.fullmatch(str(key))))
    return [Typed(str(key), "".join(linecache.getlines(str(key)))) for n, key in found if n <= int(last[1])]


def joined(cells: Sequence[Typed]) -> tuple[str, tuple[Line, ...]]:
    """One text of all cells that are Python; what a later cell defines again is blank in an earlier one."""
    parsed = [(cell.label, made) for cell in cells if (made := _parsed(cell.text)) is not None]
    later: set[str] = set()
    blocks: list[list[tuple[str, Line]]] = []
    for label, (lines, tree) in reversed(parsed):
        defined = [n for n in tree.body if isinstance(n, DEFINITIONS)]
        blank = _numbers(n for n in defined if n.name in later)
        later |= {n.name for n in defined}
        numbered = enumerate(lines, 1)
        blocks.append([("" if n in blank else line, Line(label, n)) for n, line in numbered])
    flat = [pair for block in reversed(blocks) for pair in block]
    return "\n".join(text for text, _ in flat) + "\n", tuple(line for _, line in flat)


def _parsed(text: str) -> tuple[list[str], ast.Module] | None:
    lines = python_lines(text)
    try:
        return lines, ast.parse("\n".join(lines))
    except SyntaxError:
        return None


def _numbers(nodes: Iterable[Any]) -> set[int]:
    """The lines of definitions, decorators included."""
    return {
        line
        for n in nodes
        for line in range(
            min([n.lineno, *(d.lineno for d in n.decorator_list)]), (n.end_lineno or n.lineno) + 1
        )
    }
