"""What people hand over, a class, an instance, a function, a module or a path, as the text that defines it.

The loader reads text, so that it can record and underline. What was typed into a notebook or a prompt
has its text in the history; what stands inside a function is read as if it stood at the top.
"""

from __future__ import annotations

import ast
import inspect
import linecache
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from os import PathLike
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from gru_doctor.errors import FileTrouble
from gru_doctor.loaders.text.bindings import DEFINITIONS
from gru_doctor.objects.history import Line, cells_up_to, joined
from gru_doctor.records import Target

READY = "gru_doctor_given"
KEPT = (*DEFINITIONS, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)
_numbers = count(1)
_handed: list[Any] = []


@dataclass(frozen=True)
class Given:
    """Where to read a thing: the path, the name in it (None for all of it), and its text where the file
    does not say it. `lines` tells where each line of that text really stands."""

    path: str
    name: str | None = None
    line: int | None = None
    text: str | None = None
    lines: tuple[Line, ...] = ()

    @property
    def word(self) -> str:
        """As it would stand on the command line."""
        return f"{self.path}:{self.name}" if self.name else self.path

    @property
    def target(self) -> Target:
        """The one object that was meant."""
        return Target(self.path, self.name or "", self.line, self.text)


def given(thing: Any) -> Given:
    """The text behind a path, a module, a class, a function or an instance. Raises FileTrouble."""
    if isinstance(thing, str | PathLike):
        return Given(str(thing))
    if isinstance(thing, ModuleType):
        return Given(_file_of(thing))
    thing = inspect.unwrap(thing) if callable(thing) else thing
    if isinstance(thing, type) or inspect.isroutine(thing):
        return _defined(thing)
    if _is_library(type(thing)):
        kind = type(thing)
        return Given(f"{kind.__module__}.{kind.__qualname__}", "cell", None, _handing("cell = {}()\n"))
    return _defined(type(thing))


def instance_of(found: Given, thing: Any) -> Given | None:
    """The same text with this very object at its end, under a name of its own; None for what is none."""
    kinds = (str, PathLike, ModuleType, type)
    if isinstance(thing, kinds) or inspect.isroutine(thing) or found.name in ("cell", READY):
        return None
    text = Path(found.path).read_text(encoding="utf-8") if found.text is None else found.text
    handing = _handing(f"{READY} = {{}}({found.name})\n")
    return Given(found.path, READY, found.line, f"{text.rstrip()}\n{handing}", found.lines)


def _handing(assignment: str) -> str:
    """A line of text that fetches the object that was handed over."""
    return "from gru_doctor.objects.given import handed\n" + assignment.format("handed")


@contextmanager
def handing_over(thing: Any) -> Iterator[None]:
    """Within the block, `handed` fetches a copy of this object."""
    _handed.append(thing)
    try:
        yield
    finally:
        _handed.pop()


def handed(cls: type | None = None) -> Any:
    """A copy of the object handed over, as one of `cls`: the same class run anew and recorded."""
    import copy

    made = copy.deepcopy(_handed[-1])
    if cls is not None:
        made.__class__ = cls
    for part in vars(made).values() if hasattr(made, "__dict__") else ():
        if hasattr(part, "parameters") and hasattr(part, "double"):
            part.double()  # a module of torch's held by what is none; its owner is seen to by the loader
    return made


def _file_of(module: ModuleType) -> str:
    file = getattr(module, "__file__", None)
    if file is None:
        raise FileTrouble(f"the module {module.__name__} has no file", "hand over the class itself")
    return str(file)


def _is_library(cls: type) -> bool:
    try:
        return "site-packages" in Path(inspect.getfile(cls)).parts
    except (TypeError, OSError):
        return False


def _defined(thing: Any) -> Given:
    """A class or function: at the top of a file, inside a function of it, or typed into a prompt."""
    name, file = thing.__qualname__, _filename(thing)
    if not Path(file).is_file():
        return _typed(name, file)
    if "<locals>" not in name:
        return Given(file, name, _line(thing))
    text, lines = lifted(Path(file).read_text(encoding="utf-8"), file, name.split(".<locals>."))
    return Given(file, name.rpartition(".")[2], _line(thing), text, lines)


def _filename(thing: Any) -> str:
    """The file that the code was compiled under, of a class that of its methods."""
    if isinstance(thing, type):
        methods = (f for f in vars(thing).values() if inspect.isfunction(inspect.unwrap(f)))
        thing = next(methods, None) or thing
    if isinstance(thing, type):  # it inherits all it does
        return str(getattr(sys.modules.get(thing.__module__), "__file__", None) or _no_code(thing))
    code = getattr(inspect.unwrap(thing), "__code__", None)
    return str(_no_code(thing) if code is None else code.co_filename)


def _no_code(thing: Any) -> NoReturn:
    raise FileTrouble(f"{thing!r} has no Python code of its own", "hand over what defines it")


def _line(thing: Any) -> int | None:
    try:
        return inspect.getsourcelines(thing)[1]
    except (OSError, TypeError):
        return None


def _typed(name: str, file: str) -> Given:
    own = "".join(linecache.getlines(file))
    if not own:
        raise FileTrouble(
            f"{name}: its source text cannot be found", "write it into a file, or into a cell of a notebook"
        )
    text, lines = joined(cells_up_to(file, own))
    path = f"{Path.cwd().name or 'prompt'} {next(_numbers)}"  # never a file's: it has no suffix
    return Given(path, name.rpartition(".")[2], None, text, lines)


def lifted(source: str, file: str, names: list[str]) -> tuple[str, tuple[Line, ...]]:
    """The text as if what stands inside the functions named stood at the top: of their bodies the
    definitions, imports and assignments are kept, each on the line it has."""
    made = source.split("\n")
    indents = [0] * len(made)
    body: list[ast.stmt] = list(ast.parse(source).body)
    for name in names[:-1]:
        for part in name.split("."):
            outer = next(n for n in body if isinstance(n, DEFINITIONS) and n.name == part)
            body = list(outer.body)
            _lift(outer, made, indents)
    lines = tuple(Line(file, number, indent) for number, indent in enumerate(indents, 1))
    return "\n".join(made), lines


def _lift(outer: Any, made: list[str], indents: list[int]) -> None:
    first = min([outer.lineno, *(d.lineno for d in outer.decorator_list)])
    kept = [n for n in outer.body if isinstance(n, KEPT)]
    old = made[first - 1 : outer.end_lineno]
    made[first - 1 : outer.end_lineno] = [""] * len(old)
    for node in kept:
        start = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        block = old[start - first : (node.end_lineno or start) - first + 1]
        plain = textwrap.dedent("\n".join(block)).split("\n")
        shift = len(block[0]) - len(plain[0])
        made[start - 1 : start - 1 + len(plain)] = plain
        for at in range(start - 1, start - 1 + len(plain)):
            indents[at] += shift
