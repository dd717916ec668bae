"""Layers made of layers: each can be called by itself, on the numbers the whole has for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gru_doctor.checks.arrangement import assembled
from gru_doctor.loaders.load import load
from gru_doctor.records import Options, Target
from tests.loaders.conftest import CELL, Loads

WALK = """
    def walk(self, cell, xs):
        h, out = np.zeros((xs.shape[1], self.n)), []
        for x in xs:
            h = cell.forward(x, h)
            out.append(h)
        return np.stack(out)
"""
STACK = (
    CELL
    + f"""
class Stack:
    def __init__(self, n_in, n_hid):
        self.n = n_hid
        self.low, self.high = Cell(n_in, n_hid), Cell(n_hid, n_hid)
{WALK}
    def forward(self, xs):
        return self.walk(self.high, self.walk(self.low, xs))
"""
)
BOTH = (
    CELL
    + f"""
class Both:
    def __init__(self, n_in, n_hid):
        self.n = n_hid
        self.there, self.back = Cell(n_in, n_hid), Cell(n_in, n_hid)
{WALK}
    def forward(self, xs):
        b = self.walk(self.back, xs[::-1])
        return np.concatenate([self.walk(self.there, xs), b[::-1]], -1)
"""
)
GOES_ON = """b = [self.walk(self.there, xs)[-1]]
        for x in xs[::-1]:
            b.append(self.back.forward(x, b[-1]))
        b = np.stack(b[1:])"""
DEEP = (
    CELL
    + """
class Deep:
    def __init__(self, n_in, n_hid, num_layers=2):
        self.n = n_hid
        self.layers = [Cell(n_in if i == 0 else n_hid, n_hid) for i in range(num_layers)]

    def forward(self, xs):
        hs, out = [np.zeros((xs.shape[1], self.n)) for _ in self.layers], []
        for x in xs:
            for i, layer in enumerate(self.layers):
                hs[i] = x = layer.forward(x, hs[i])
            out.append(x)
        return np.stack(out)
"""
)


@pytest.mark.parametrize(("text", "name"), [(STACK, "Stack"), (BOTH, "Both")])
def test_what_is_made_of_layers_is_told_by_them(loads: Loads, text: str, name: str) -> None:
    whole = loads(text, name)
    found = assembled(whole, Options())
    assert whole.card.parts == 2 and found.evidence.status == "pass"
    assert found.found is not None and not found.found.code


@pytest.mark.parametrize(
    ("text", "name", "old", "new", "code"),
    [
        (
            STACK,
            "Stack",
            "self.walk(self.high, self.walk(self.low, xs))",
            "self.walk(self.high, xs)",
            "GRU111",
        ),
        (BOTH, "Both", "b[::-1]]", "b]", "GRU307"),
        (BOTH, "Both", "b = self.walk(self.back, xs[::-1])", GOES_ON, "GRU313"),
        (BOTH, "Both", "self.walk(self.back, xs[::-1])", "self.walk(self.back, xs)[::-1]", "GRU307"),
        (BOTH, "Both", "self.walk(self.back, xs", "self.walk(self.there, xs", "GRU111"),
    ],
)
def test_a_wrong_arrangement_is_proven(
    loads: Loads, text: str, name: str, old: str, new: str, code: str
) -> None:
    found = assembled(loads(text.replace(old, new), name), Options())
    assert found.evidence.status == "fail"
    assert found.found is not None and found.found.code == code


def test_an_unknown_arrangement_is_called_neither_right_nor_wrong(loads: Loads) -> None:
    odd = STACK.replace("return self.walk(self.high, ", "return self.walk(self.high, 0.7 * ")
    assert assembled(loads(odd, "Stack"), Options()).found is None


def test_any_depth_is_known_and_can_be_built(loads: Loads) -> None:
    single = loads(DEEP, "Deep")
    assert single.card.depth and single.card.parts == 0 and single.card.takes_state


def test_layers_of_different_sizes_keep_their_own_code_and_numbers(loads: Loads) -> None:
    whole = loads(STACK, "Stack")
    shapes = [p.shape for p in whole.card.parameters]
    assert shapes == [(3, 21), (7, 21), (21,), (7, 21), (7, 21), (21,)]
    assert np.isfinite(whole.weights()["low.W"]).all()


@pytest.mark.parametrize(
    ("start", "code"), [("hs[i]", ""), ("hs[0]", "GRU302"), ("(x if i else hs[-1])", "GRU302")]
)
def test_storeys_that_begin_at_a_state_of_another(tmp_path: Path, start: str, code: str) -> None:
    path = tmp_path / "deep.py"
    path.write_text(DEEP.replace("(x, hs[i])", f"(x, {start})"))
    found = assembled(load(Target(str(path), "Deep"), replace(Options(), layers=2)), Options()).found
    assert found is not None and found.code == code
