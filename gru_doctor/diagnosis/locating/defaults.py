"""An activation that is a constructor's default argument, which a user may have chosen otherwise."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gru_doctor.errors import Trouble
from gru_doctor.loaders.text.source import read
from gru_doctor.records import Site, Span


def by_default(site: Site) -> Span | None:
    """Where the constructor's argument has its default that `self.activation(…)` calls; None where it
    calls none."""
    called = site.call or ""
    if not called.startswith("self."):
        return None
    attribute = called.removeprefix("self.").strip("_")
    owner = site.function.split(".")[0]
    default = _defaulted(site.span.file, owner).get(attribute)
    return None if default is None else _span(site.span.file, default)


def _span(file: str, node: ast.expr) -> Span:
    end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
    return Span(file, node.lineno, node.col_offset + 1, end_line, end_column + 1)


def _defaulted(file: str, owner: str) -> dict[str, ast.expr]:
    try:
        tree = read(file).tree
    except Trouble:
        return {}
    classes = (n for n in ast.walk(tree) if isinstance(n, ast.ClassDef) and n.name == owner)
    builders = (n for c in classes for n in c.body if isinstance(n, ast.FunctionDef) and n.name == "__init__")
    return {name: value for builder in builders for name, value in _with_default(builder.args)}


def _with_default(arguments: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    named = arguments.args[len(arguments.args) - len(arguments.defaults) :]
    yield from ((a.arg.strip("_"), d) for a, d in zip(named, arguments.defaults, strict=True))
    keyword = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    yield from ((a.arg.strip("_"), d) for a, d in keyword if d is not None)
