"""Imports point one way, and there is no cycle."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

import gru_doctor

ROOT = Path(gru_doctor.__file__).parent
BASE = ("errors", "records", "packed", "closeness", "verdicts", "conventions", "nearest")
SHARED = ("subject", "fault", "explained", "altering", "slips", "strays", "reference")
SIBLINGS = ("loaders", "checks", "faults")
EDGE = (
    *("cli", "commands", "outputs", "batch", "configuration", "continuous", "gate"),
    *("adapting", "learning", "terminal", "__main__"),
)
OWN_TESTS = (
    *("aside", "given", "history", "placing", "shown", "knowing", "opening", "strategies"),
    *("testing", "suites", "machine", "items", "pytest_plugin"),
)
RANKS = {
    **dict.fromkeys(BASE, 0), "equations": 1, **dict.fromkeys(SHARED, 2), **dict.fromkeys(SIBLINGS, 3),
    "diagnosis": 4, "worker": 4, "trials": 4, "excuses": 4, "laws": 5, "lawful": 5, "further": 5,
    "walk": 4, "stages": 5, "inner": 5, "beside": 5, "composed": 5, "sharpened": 5, "doctor": 5, "reports": 5,
    **dict.fromkeys(EDGE, 6), **dict.fromkeys(OWN_TESTS, 6),
}  # fmt: skip
ALLOWED = {
    # These stand apart from the ranks: what they may import is told in full.
    "reports": {"records", "faults", "conventions"},
    "worker": {"loaders", "records", "errors", "subject"},
}
STARTS_IT = ("beside", "doctor", "commands", "batch", "learning")
"""Who may start a worker: the command line starts it early, a layer's own step needs one more."""
WALKED = {("fault", "faults")}
"""fault.py walks the folder it describes."""
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


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
    path = modules()[module]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    late = {id(n) for f in ast.walk(tree) if isinstance(f, FUNCTIONS) for n in ast.walk(f)}
    typed = {id(n) for i in ast.walk(tree) if _type_checking(i) for b in i.body for n in ast.walk(b)}
    return tuple(
        (name, node.lineno, id(node) in late)
        for node in ast.walk(tree)
        if id(node) not in typed
        for name in _imported(node)
        if name != module
    )


def _type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [_own(a.name) for a in node.names if _is_own(a.name)]
    if not isinstance(node, ast.ImportFrom) or not _is_own(node.module or ""):
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
    for module, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.ImportFrom) and node.level), module


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


def edges(*, late: bool) -> set[tuple[str, str]]:
    """(module, imported module), of imports in functions or of those at import time."""
    return {(m, n) for m in modules() for n, _, is_late in imports(m) if is_late is late}


def reached(start: str, ways: set[tuple[str, str]]) -> set[str]:
    """Every module that importing one brings in, itself left out unless it comes round again."""
    found: set[str] = set()
    queue = [start]
    while queue:
        module = queue.pop()
        new = {n for m, n in ways if m == module} - found
        found |= new
        queue += new
    return found


def test_there_is_no_cycle_at_import_time():
    ways = edges(late=False)
    assert [m for m in modules() if m in reached(m, ways)] == []


def late_imports() -> list[tuple[str, str]]:
    """Each import in a function."""
    return [way for way in sorted(edges(late=True)) if (part(way[0]), part(way[1])) not in WALKED]


@pytest.mark.parametrize(("module", "name"), late_imports())
def test_no_late_import_closes_a_cycle(module, name):
    ways = edges(late=False) | edges(late=True)
    walked = {(m, n) for m, n in ways if (part(m), part(n)) in WALKED}
    assert module not in reached(name, ways - walked)


def test_no_framework_is_imported_outside_its_loader():
    wrong = []
    for module, path in modules().items():
        if part(module) == "loaders":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            wrong += [f"{module}: {n}" for n in names if n.split(".")[0] in ("torch", "theano", "tensorflow")]
    assert wrong == []
