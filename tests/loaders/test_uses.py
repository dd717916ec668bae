"""Names decide neither how a cell is loaded nor what is found in it: the same code under other names."""

from __future__ import annotations

import ast
import builtins
import re
from itertools import product
from pathlib import Path

import pytest

from gru_doctor.doctor import examine_all
from gru_doctor.loaders.discover import targets
from gru_doctor.loaders.load import load
from gru_doctor.loaders.source import read
from gru_doctor.loaders.uses import uses_of
from gru_doctor.records import Options
from gru_doctor.subject import Card

FIXTURES = Path(__file__).parents[2] / "fixtures"
FAULTY = sorted((FIXTURES / "faulty").glob("*.py"), key=lambda path: path.name)
HEALTHY = sorted((FIXTURES / "healthy").glob("*.py"), key=lambda path: path.name)
QUICK = (
    "concat_order",
    "reset_misplaced",
    "transposed_weight",
    "wrong_scale",
)  # the others take seconds each
OPTIONS = Options(checks=("trust", "gates"), in_process=True)
KEPT = {"forward", "self"}  # what torch itself calls
SWAPS = str.maketrans("zrZRWU", "rzRZUW")
WORDS = {"update": "reset", "reset": "update", "Update": "Reset", "Reset": "Update"}
NAMELESS = """
def step(x, h, A, B, C, P, Q, R, a, b, c):
    gate = sigmoid(x @ A + h @ P + a)
    door = sigmoid(x @ B + h @ Q + b)
    idea = np.tanh(x @ C + (door * h) @ R + c)
    return gate * h + (1 - gate) * idea
"""


class Renamed(ast.NodeTransformer):
    """The tree with names of its own exchanged; keywords of calls of others stay."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        return ast.keyword(node.arg, self.visit(node.value))

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for field in ("id", "attr", "arg", "name"):
            name = getattr(node, field, None)
            if isinstance(name, str) and not isinstance(node, ast.alias):
                setattr(node, field, self.names.get(name, name))
        return super().generic_visit(node)


def own_names(tree: ast.Module) -> set[str]:
    """Every name that the file itself gives."""
    found, others = set[str](), set[str]()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                found.add(name)
            case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
                others |= {name} if owner != "self" else set()
    return {n for n in found - others - KEPT if not n.startswith("__") and not hasattr(builtins, n)}


def anonymous(path: Path) -> str:
    """The file with words without meaning, in an order that tells nothing."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    words = ("".join(word) for word in product(("ka", "lo", "mi", "tu"), repeat=4))
    names = sorted(own_names(tree), key=lambda name: name[::-1])
    return ast.unparse(Renamed(dict(zip(names, words, strict=False))).visit(tree))


def exchanged(name: str) -> str:
    """What takes z for r and W for U, in short names and in the short parts of long ones."""
    parts = re.split(r"(_)", name)
    return "".join(WORDS.get(p, p.translate(SWAPS) if len(p) <= 3 else p) for p in parts)


def lying(path: Path) -> str:
    """The file with the names of the gates exchanged, and those of the two kinds of weights."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return ast.unparse(Renamed({n: exchanged(n) for n in own_names(tree)}).visit(tree))


def told(path: Path) -> list[tuple[object, ...]]:
    results = examine_all([str(path)], OPTIONS, lambda stage, share: None).results
    return [(r.verdict, r.convention, [f.code for f in r.findings]) for r in results]


def shape(card: Card) -> tuple[object, ...]:
    """What of a card no name can change."""
    sizes = sorted(p.shape for p in card.parameters)
    return card.framework, card.level, card.input_size, card.hidden_size, card.takes_state, card.kind, sizes


def loaded(path: Path) -> tuple[object, ...]:
    return shape(load(targets(read(str(path)))[0], OPTIONS).card)


@pytest.mark.parametrize("path", [*FAULTY, *HEALTHY], ids=lambda path: path.stem)
def test_a_file_without_meaningful_names_loads_as_it_does_with_them(path: Path, tmp_path: Path):
    nameless = tmp_path / "file.py"
    nameless.write_text(anonymous(path), encoding="utf-8")
    assert loaded(nameless) == loaded(path)


@pytest.mark.parametrize("path", [p for p in FAULTY if p.stem in QUICK], ids=lambda path: path.stem)
def test_without_meaningful_names_the_same_faults_are_found(path: Path, tmp_path: Path):
    nameless = tmp_path / "file.py"
    nameless.write_text(anonymous(path), encoding="utf-8")
    plain = told(path)
    assert plain[0][2]
    assert told(nameless) == plain


@pytest.mark.parametrize("path", HEALTHY, ids=lambda path: path.stem)
def test_a_file_whose_names_lie_loads_as_it_does_with_true_ones(path: Path, tmp_path: Path):
    liar = tmp_path / "file.py"
    liar.write_text(lying(path), encoding="utf-8")
    assert loaded(liar) == loaded(path)


@pytest.mark.parametrize("path", [p for p in HEALTHY if "numpy" in p.stem], ids=lambda path: path.stem)
def test_names_that_lie_change_neither_convention_nor_verdict(path: Path, tmp_path: Path):
    liar = tmp_path / "file.py"
    liar.write_text(lying(path), encoding="utf-8")
    assert told(liar) == told(path)


def test_the_use_of_arguments_tells_what_they_are():
    uses = uses_of(ast.parse(NAMELESS).body[0])
    assert (uses.x, uses.h) == ("x", "h")
    assert [n for n, k in uses.kinds.items() if k == "recurrent"] == ["P", "Q", "R"]
    assert [n for n, k in uses.kinds.items() if k == "bias"] == ["a", "b", "c"]


def test_arguments_whose_use_is_not_understood_are_left_to_their_names():
    assert (
        uses_of(ast.parse("def step(x, h, other):\n    return sigmoid(x @ h) + cell(other)").body[0]) is None
    )
