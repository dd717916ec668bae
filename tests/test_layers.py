"""Imports point one way, and there is no cycle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeGuard

import pytest

import gru_doctor

ROOT = Path(gru_doctor.__file__).parent
BASE = ("errors", "records", "packed", "closeness", "verdicts", "conventions", "nearest")
SHARED = ("subject", "fault", "explained", "altering", "slips", "strays", "reference")
SIBLINGS = ("loaders", "checks", "faults")
EDGE = ("cli", "commands", "batch", "gate", "drafting", "learning", "terminal", "__main__")
OWN_TESTS = ("objects", "strategies", "testing", "suites", "machine", "items", "pytest_plugin")
RANKS = {
    **dict.fromkeys(BASE, 0), "equations": 1, **dict.fromkeys(SHARED, 2), **dict.fromkeys(SIBLINGS, 3),
    "diagnosis": 4, "worker": 4, "trials": 4, "excuses": 4, "laws": 5,
    "walk": 4, "examining": 5, "doctor": 5, "reports": 5,
    **dict.fromkeys(EDGE, 6), **dict.fromkeys(OWN_TESTS, 6),
}  # fmt: skip
ALLOWED = {
    # These stand apart from the ranks: what they may import is told in full.
    "reports": {"records", "faults", "conventions"},
    "worker": {"loaders", "records", "errors", "subject"},
}
STARTS_IT = ("examining", "doctor", "commands", "batch", "learning")
"""Who may start a worker: the command line starts it early, a layer's own step needs one more."""
WALKED = {("fault", "faults")}
"""fault.py walks the folder it describes."""
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name without the package's own."""
    found = {}
    for path in ROOT.rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(p for p in parts if p != "__init__")] = path
    return found


@cache
def imports(module: str) -> tuple[tuple[str, int, bool], ...]:
    """(imported module, line, whether in a function) of one module; what is for type checking aside."""
    return tuple(
        (name, node.lineno, late)
        for node, late, typed in statements(module)
        if not typed
        for name in _imported(node)
        if name != module
    )


Import = ast.Import | ast.ImportFrom


@cache
def statements(module: str) -> tuple[tuple[Import, bool, bool], ...]:
    """(statement, whether in a function, whether for type checking alone) of every import of a module."""
    body = ast.parse(modules()[module].read_text(encoding="utf-8")).body
    return tuple(_within(body, late=False, typed=False))


def _within(body: list[ast.stmt], *, late: bool, typed: bool) -> Iterator[tuple[Import, bool, bool]]:
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, late, typed
        later, checked = late or isinstance(node, FUNCTIONS), node.body if _type_checking(node) else None
        for inner in _bodies(node):
            yield from _within(inner, late=later, typed=typed or inner is checked)


def _bodies(node: ast.stmt) -> list[list[ast.stmt]]:
    """The blocks of a statement, those of its handlers and cases too."""
    inner = [*getattr(node, "handlers", ()), *getattr(node, "cases", ()), node]
    return [
        getattr(n, name) for n in inner for name in ("body", "orelse", "finalbody") if getattr(n, name, None)
    ]


def _type_checking(node: ast.stmt) -> TypeGuard[ast.If]:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def _imported(node: Import) -> list[str]:
    if isinstance(node, ast.Import):
        return [_own(a.name) for a in node.names if _is_own(a.name)]
    if not _is_own(node.module or ""):
        return []
    base = _own(node.module or "")
    inner = [f"{base}.{a.name}".lstrip(".") for a in node.names]
    return [name if name in modules() else base for name in inner]


def _is_own(name: str) -> bool:
    return name == "gru_doctor" or name.startswith("gru_doctor.")


def _own(name: str) -> str:
    return name.removeprefix("gru_doctor").lstrip(".")


def part(module: str) -> str:
    return module.split(".")[0]


@cache
def crossings() -> list[tuple[str, str, str]]:
    """(from part, to part, file:line) of every import that leaves its part of the package."""
    return [
        (part(module), part(name), f"{modules()[module].relative_to(ROOT)}:{line}")
        for module in sorted(modules())
        for name, line, _ in imports(module)
        if part(name) not in (part(module), "")
    ]


def test_every_part_of_the_package_has_its_rank():
    assert {part(m) for m in modules()} - {""} <= RANKS.keys()


def test_relative_imports_are_not_used():
    own = [(m, node) for m in modules() for node, *_ in statements(m) if isinstance(node, ast.ImportFrom)]
    assert [module for module, node in own if node.level] == []


def ways() -> list[tuple[str, str]]:
    """Each pair of parts of which one imports the other."""
    return sorted({(source, to) for source, to, _ in crossings()})


@pytest.mark.parametrize(("source", "to"), ways())
def test_imports_point_one_way(source, to):
    places = [where for s, t, where in crossings() if (s, t) == (source, to)]
    assert not places or _may(source, to), f"{', '.join(places)} imports {to}"


def _may(source: str, to: str) -> bool:
    if source in ALLOWED:
        return to in ALLOWED[source]
    if to == "worker":
        return source in STARTS_IT
    if (source, to) in WALKED:
        return True
    return RANKS[to] < RANKS[source] or (RANKS[to] == RANKS[source] != RANKS["loaders"])


def test_reports_see_no_more_of_the_faults_than_their_catalogue():
    seen = {n for m in modules() if part(m) == "reports" for n, _, _ in imports(m) if part(n) == "faults"}
    assert seen <= {"faults"}


def test_siblings_never_import_each_other():
    wrong = [f"{w} imports {to}" for s, to, w in crossings() if s in SIBLINGS and to in SIBLINGS]
    assert wrong == []


def test_equations_need_nothing_but_numbers():
    assert {to for source, to, _ in crossings() if source == "equations"} <= set(BASE)


def test_the_doctor_knows_no_more_of_the_worker_than_its_client():
    seen = {n for n, _, _ in imports("doctor") if part(n) == "worker"}
    assert seen == {"worker.client"}


@cache
def edges() -> dict[str, set[str]]:
    """What each module imports, in its functions too; an import in a function that walks a folder aside."""
    return {
        module: {
            name for name, _, late in imports(module) if not late or (part(module), part(name)) not in WALKED
        }
        for module in modules()
    }


def reached(start: str, ways: dict[str, set[str]]) -> set[str]:
    """Everything that importing one brings in, itself left out unless it comes round again."""
    found: set[str] = set()
    queue = [start]
    while queue:
        new = ways[queue.pop()] - found
        found |= new
        queue += new
    return found


def test_there_is_no_cycle():
    assert [m for m in modules() if m in reached(m, edges())] == []


def folder(module: str) -> str:
    """The folder of a part that a module stands in, or the module itself at the top of its part."""
    return ".".join(module.split(".")[:2])


def test_the_folders_of_a_part_import_one_another_one_way():
    ways: dict[str, set[str]] = {folder(m): set() for m in modules()}
    for module, names in edges().items():
        ways[folder(module)] |= {folder(n) for n in names} - {folder(module)}
    assert [f for f in ways if f in reached(f, ways)] == []


def test_no_framework_is_imported_outside_its_loader():
    frameworks = ("torch", "theano", "tensorflow")
    others = [(m, node) for m in modules() if part(m) != "loaders" for node, *_ in statements(m)]
    assert [
        (m, name) for m, node in others for name in _names(node) if name.split(".")[0] in frameworks
    ] == []


def _names(node: Import) -> list[str]:
    return [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
