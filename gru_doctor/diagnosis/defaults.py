"""Whether a called activation is a constructor's default, which a user may have chosen otherwise."""

from __future__ import annotations

import ast

from gru_doctor.errors import Trouble
from gru_doctor.loaders.source import read
from gru_doctor.records import Site


def by_default(site: Site) -> bool:
    """Whether `self.activation(…)` calls what the constructor's argument of that name defaults to."""
    called = site.call or ""
    if not called.startswith("self."):
        return False
    attribute = called.removeprefix("self.").strip("_")
    owner = site.function.split(".")[0]
    return attribute in _defaulted(site.span.file, owner)


def _defaulted(file: str, owner: str) -> set[str]:
    try:
        tree = read(file).tree
    except Trouble:
        return set()
    classes = (n for n in ast.walk(tree) if isinstance(n, ast.ClassDef) and n.name == owner)
    builders = (n for c in classes for n in c.body if isinstance(n, ast.FunctionDef) and n.name == "__init__")
    return {name for builder in builders for name in _with_default(builder.args)}


def _with_default(arguments: ast.arguments) -> set[str]:
    named = arguments.args[len(arguments.args) - len(arguments.defaults) :]
    keyword = [a for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if d is not None]
    return {a.arg.strip("_") for a in (*named, *keyword)}
