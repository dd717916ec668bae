"""The adapter of a file: plain Python beside it that makes and calls what the loader cannot.

`cell_doctor.py` stands beside `cell.py` and imports it. A class or function in it stands for the one
of the same name in the file, and is loaded like any other: it is the user's code too. Only the file
itself is recorded, so that a finding points there.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from gru_doctor.errors import ConstructTrouble, ImportTrouble, Trouble
from gru_doctor.loaders.boundary import guarded
from gru_doctor.loaders.text.bindings import DEFINITIONS
from gru_doctor.loaders.text.source import STDIN, Source, read

MODULE = "__gru_user__adapter"
ENDING = "_doctor.py"


def adapter_path(path: str) -> Path:
    """cell_doctor.py for cell.py, cell.ipynb."""
    file = Path(path)
    return file.with_name(f"{import_name(path)}{ENDING}")


def import_name(path: str) -> str:
    """The name by which an adapter imports a file, whatever the file is called."""
    name = re.sub(r"\W", "_", Path(path).stem)
    return name if name.isidentifier() else f"_{name}"


def adapter_of(path: str, folder: str | None = None) -> Source | None:
    """The adapter beside a file, or in the folder of adapters; a file of that name that does not
    import this one is none."""
    beside = adapter_path(path)
    for place in (beside, Path(folder, beside.name)) if folder else (beside,):
        if path == STDIN or not place.is_file():
            continue
        found = read(str(place))
        if any(True for _ in _imports(found, import_name(path))):
            return found
    return None


def adapted(adapter: Source | None) -> dict[str, ast.stmt]:
    """What the adapter stands in for, by name."""
    body = adapter.tree.body if adapter else []
    return {s.name: s for s in body if isinstance(s, DEFINITIONS) and not s.name.startswith("_")}


def needed(adapter: Source, source: Source) -> set[str]:
    """The top-level names of the file that the adapter uses."""
    module, found = import_name(source.path), set[str]()
    for node in _imports(adapter, module):
        if isinstance(node, ast.ImportFrom):
            found |= {a.name for a in node.names}
    if "*" in found:
        return {s.name for s in source.tree.body if isinstance(s, DEFINITIONS)}
    attributes = (n for n in ast.walk(adapter.tree) if isinstance(n, ast.Attribute))
    return found | {n.attr for n in attributes if isinstance(n.value, ast.Name)}


def beside(adapter: Source, path: str, user: ModuleType) -> ModuleType:
    """The adapter run beside the file, whose names it sees; only what it needs of that was run."""
    _refuse_blanks(adapter)
    module = ModuleType(MODULE)
    module.__dict__.update({n: v for n, v in vars(user).items() if not n.startswith("__")})
    module.__file__ = adapter.path
    sys.modules[MODULE] = module
    code = compile(adapter.tree, adapter.path, "exec", dont_inherit=True)
    try:
        with _imported_as(import_name(path), user):
            guarded(exec, code, module.__dict__)
    except Trouble as trouble:
        where = f" (line {trouble.line})" if trouble.line else ""
        message = f"the adapter {adapter.path} does not run: {trouble.message}{where}"
        raise ImportTrouble(message, trouble.hint) from trouble
    return module


def _refuse_blanks(adapter: Source) -> None:
    """`...` handed to a call, or assigned, is a blank that nobody has filled in yet."""
    left = blanks(adapter)
    if left:
        raise ConstructTrouble(
            f"the adapter {adapter.path} has a blank left in {numbered(left)}",
            "write there, in place of the dots, what the comment asks for",
        )


def blanks(adapter: Source) -> list[int]:
    """The lines in which something is still to be filled in."""
    values = (value for node in ast.walk(adapter.tree) for value in _given(node))
    return sorted({v.lineno for v in values if _is_blank(v)})


def numbered(lines: list[int]) -> str:
    """line 3, or lines 3, 4 and 9"""
    if len(lines) == 1:
        return f"line {lines[0]}"
    return f"lines {', '.join(map(str, lines[:-1]))} and {lines[-1]}"


def _given(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Call):
        return [*node.args, *(k.value for k in node.keywords)]
    if isinstance(node, ast.Dict):
        return node.values
    if isinstance(node, ast.Assign | ast.Return):
        return [node.value] if node.value is not None else []
    return []


def _is_blank(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is ...


def _imports(adapter: Source, module: str) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports of the file itself."""
    for node in ast.walk(adapter.tree):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if module in names and isinstance(node, ast.Import | ast.ImportFrom):
            yield node


@contextmanager
def _imported_as(name: str, module: ModuleType) -> Iterator[None]:
    """`import name` gives the module inside the block, even where Python has one of that name."""
    kept = sys.modules.get(name)
    sys.modules[name] = module
    try:
        yield
    finally:
        if kept is None:
            sys.modules.pop(name, None)
        else:
            sys.modules[name] = kept
