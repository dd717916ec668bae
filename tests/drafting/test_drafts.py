"""What a drafted adapter fills in, and what it leaves blank."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from gru_doctor.drafting.drafts import draft
from gru_doctor.loaders.executing.adapters import blanks
from gru_doctor.loaders.text.source import parse
from tests.loaders.conftest import CELL

CASES = {
    "sizes by their names": (CELL, "Cell", "mine.Cell(n_in=input_size, n_hid=hidden_size)"),
    "an object in the file": ("net = make()", "net", "self.cell = mine.net"),
    "a class of the file": (
        "class Plan:\n  def __init__(self, units): ...\n"
        "class Net:\n  def __init__(self, plan): ...\n  def go(self, x, h): ...",
        "Net",
        "mine.Net(plan=mine.Plan(units=hidden_size))",
    ),
    "its own initialiser": (
        "def init_params(n_in, n_hid): ...\ndef step(x, h, params): return x",
        "step",
        "self.params = mine.init_params(n_in=input_size, n_hid=hidden_size)",
    ),
    "arrays by the shape of their kind": (
        "def step(x, h, W, U, b): return x",
        "step",
        "self.U = np.random.randn(hidden_size, 3 * hidden_size)  # check the shape of U",
    ),
    "a mask that may be given": (
        "class Net:\n  def forward(self, x, h0=None, mask=None): ...",
        "Net",
        "def forward(self, x, h0=None, mask=None):",
    ),
    "the backward pass": (
        "class Net:\n  def forward(self, x, h): ...\n  def backward(self, dh): ...",
        "Net",
        "return self.cell.backward(dh)",
    ),
    "the input is what is multiplied": (
        "class Net:\n  def go(self, tag, packet, before):\n    return packet @ self.W + before @ self.U",
        "Net",
        "packet=x,",
    ),
    "no method": ("class Net: ...", "Net", "return ...  # fill in one step of self.cell"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_the_text_tells_is_filled_in(case: str) -> None:
    text, name, line = CASES[case]
    made = draft(parse("mine.py", text), name)
    assert line in made
    ast.parse(made)


def test_each_blank_has_its_comment() -> None:
    text = "class Net:\n  def __init__(self, bus, units): ...\n  def go(self, x, h, tag): ...\n"
    made = draft(parse("mine.py", text), "Net")
    lines = made.splitlines()
    asked = [lines[n - 1].split("#")[1].strip() for n in blanks(parse("mine_doctor.py", made))]
    assert asked == ["fill in bus", "fill in tag"]


def test_a_draft_is_a_few_lines() -> None:
    assert len(draft(parse(str(Path("mine.py")), CELL), "Cell").splitlines()) == 11
