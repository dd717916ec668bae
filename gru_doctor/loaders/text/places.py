"""What a word on the command line names: a file, standard input, or a module that can be imported."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from importlib.machinery import PathFinder
from importlib.util import find_spec
from pathlib import Path

from gru_doctor.errors import FileTrouble

FILES = (".py", ".pyw", ".ipynb")


def located(word: str) -> str:
    """The path of the file that `word` names; of `package.module` the file is found and not run.

    What is neither stays as it is: reading it says what is wrong.
    """
    parts = word.split(".")
    if word == "-" or Path(word).exists() or word.endswith(FILES) or not all(p.isidentifier() for p in parts):
        return word
    found = _module(parts)
    if found is None:
        raise FileTrouble(
            f"{word}: no such file, and no module of that name",
            "check the path; a module must be importable from this folder, and written in Python",
        )
    return os.path.relpath(found) if found.is_relative_to(Path.cwd()) else str(found)


def _module(parts: list[str]) -> Path | None:
    """The file of a module by its dotted name, as seen from the current folder."""
    file, folders = _top(parts[0])
    for part in parts[1:]:
        file, folders = _below(folders, part)
    return file if file is not None and file.suffix in FILES else None


def _top(name: str) -> tuple[Path | None, list[Path]]:
    """A top-level module needs nothing of its own run to be found."""
    try:
        spec = PathFinder.find_spec(name, [os.getcwd(), *sys.path]) or find_spec(name)
    except (ImportError, ValueError):
        return None, []
    if spec is None:
        return None, []
    origin = Path(spec.origin).resolve() if spec.has_location and spec.origin else None
    return origin, [Path(folder).resolve() for folder in spec.submodule_search_locations or ()]


def _below(folders: Iterable[Path], name: str) -> tuple[Path | None, list[Path]]:
    """Looked up by hand: the import system would run the package that the module stands in."""
    for folder in folders:
        package = folder / name
        if (package / "__init__.py").is_file():
            return package / "__init__.py", [package]
        if package.with_suffix(".py").is_file():
            return package.with_suffix(".py"), []
        if package.is_dir():
            return None, [package]
    return None, []
