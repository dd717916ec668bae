"""Whether a mask is 1 on real steps or on padding."""

import numpy as np
import pytest

from gru_doctor.loaders.trying.polarity import CUTS, NOTE, told
from gru_doctor.subject import Call
from tests.loaders.conftest import CELL, Loads

LAYER = """
class Layer:
    def __init__(self, n_in, n_hid):
        self.cell = Cell(n_in, n_hid)
    def forward(self, xs, h, {name}):
        "{words}"
        out = []
        for x, p in zip(xs, {name}):
            new = self.cell.forward(x, {start})
            h = {blend}
            out.append(h)
        return np.stack(out)
"""
HOLDS = "p[:, None] * h + (1 - p[:, None]) * new"
MOVES = "p[:, None] * new + (1 - p[:, None]) * h"


def source(name: str, words: str = "", blend: str = HOLDS, start: str = "h") -> str:
    return CELL + LAYER.format(name=name, words=words, blend=blend, start=start)


def test_a_mask_is_turned_by_its_words_and_a_name_by_its_use(loads: Loads) -> None:
    def turned(name: str, words: str, blend: str) -> bool:
        return NOTE in loads(source(name, words, blend), "Layer").card.notes

    assert turned("mask", "mask is 1 on padding", HOLDS)
    assert turned("mask", "mask is 1 on padding", MOVES)  # which is then a fault
    assert turned("padding", "", HOLDS)
    assert not turned("padding", "", MOVES)
    assert not turned("mask", "", HOLDS)


def test_a_turned_mask_is_handed_over_turned(loads: Loads) -> None:
    subject = loads(source("padding"), "Layer")
    call = Call(np.ones((3, 2, 3)), np.full((2, 7), 0.5), np.array([[1.0, 1], [1, 0], [1, 0]]))
    outputs = subject.run(call).outputs
    assert outputs is not None
    assert np.array_equal(outputs[0, 1], outputs[2, 1]) and not np.array_equal(outputs[0, 0], outputs[2, 0])


@pytest.mark.parametrize(("name", "start"), [("mask", "h * p[:, None]"), ("done", "h * (1 - p)[:, None]")])
def test_a_mask_of_episodes_cuts_the_state_before_its_step(loads: Loads, name: str, start: str) -> None:
    subject = loads(source(name, blend="new", start=start), "Layer")
    assert CUTS in subject.card.notes
    xs, mask = np.random.default_rng(0).normal(size=(2, 2, 3)), np.array([[0.0, 0], [1, 1]])
    whole, alone = (
        subject.run(Call(x, np.full((2, 7), 0.5), m)).outputs for x, m in ((xs, mask), (xs[:1], None))
    )
    assert whole is not None and alone is not None
    np.testing.assert_allclose(whole[0], alone[0])  # a masked step is cut off from the one after it
    afresh = subject.run(Call(xs[1:], np.zeros((2, 7)))).outputs
    assert afresh is not None
    np.testing.assert_allclose(whole[1], afresh[0])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("q: (B, T), True where there is no sound any more", "padding"),
        ("q is 1 for padding", "padding"),
        ("q: 1.0 for real tokens and 0.0 for padding", "real"),
        ("q (batch, time) with 0 on padding", "real"),
        ("q: 0 = valid, 1 = pad", "padding"),
        ("q: (T, B), the mask", ""),
        ("x: (T, B, 1), padded", ""),
    ],
)
def test_what_words_say_of_a_mask(words: str, said: str) -> None:
    assert told(words, "q") == said
