"""Names decide neither how a cell is loaded nor what is found in it: the same code under other names."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from gru_doctor.doctor import examine_all
from gru_doctor.loaders.discover import targets
from gru_doctor.loaders.load import load
from gru_doctor.loaders.text.arguments import uses_of
from gru_doctor.loaders.text.source import read
from gru_doctor.records import Options
from tests.renaming import anonymous, lying, nameless

HEALTHY = sorted((Path(__file__).parents[3] / "fixtures" / "healthy").glob("*.py"), key=lambda p: p.name)
OPTIONS = Options(checks=("trust", "gates"), in_process=True)
NAMELESS = """
def step(x, h, A, B, C, P, Q, R, a, b, c):
    gate = sigmoid(x @ A + h @ P + a)
    door = sigmoid(x @ B + h @ Q + b)
    idea = np.tanh(x @ C + (door * h) @ R + c)
    return gate * h + (1 - gate) * idea
"""


def loaded(path: Path) -> tuple[object, ...]:
    return nameless(load(targets(read(str(path)))[0], OPTIONS).card)


def told(path: Path) -> list[tuple[object, ...]]:
    results = examine_all([str(path)], OPTIONS, lambda stage, share: None).results
    assert all(r.card is not None for r in results)
    return [
        (r.verdict, r.convention, [f.code for f in r.findings], nameless(r.card)) for r in results if r.card
    ]


@pytest.mark.parametrize("path", HEALTHY, ids=lambda path: path.stem)
def test_a_file_without_meaningful_names_loads_as_it_does_with_them(path: Path, tmp_path: Path):
    """Of the faulty files, test_fixtures asks the same."""
    written = tmp_path / "file.py"
    written.write_text(anonymous(path), encoding="utf-8")
    assert loaded(written) == loaded(path)


@pytest.mark.parametrize("path", HEALTHY, ids=lambda path: path.stem)
def test_names_that_lie_change_neither_what_is_loaded_nor_the_verdict(path: Path, tmp_path: Path):
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
