"""Where a state comes in: zeros that start the run, not those that follow from a zero state."""

import pytest

from tests.loaders.conftest import Loads

LAYER = """\
import numpy as np

D, H = 3, 4
rng = np.random.default_rng(0)
W, U = rng.normal(size=(3, D, H)), rng.normal(size=(3, H, H))


def act(a):
    return 1 / (1 + np.exp(-a))


def turn(x, s=np.zeros((1, H))):
    z, r = act(x @ W[0] + s @ U[0]), act(x @ W[1] + s @ U[1])
    return (1 - z) * np.tanh(x @ W[2] + (s * r) @ U[2]) + z * s


class Layer:
    def forward(self, xs):
        out = {first}
        for x in xs:
            out.append(turn(x, *out[-1:]))
        return np.stack(out[-len(xs):])
"""


@pytest.mark.parametrize("first", ["np.zeros((xs.shape[1], H))", "np.asarray(np.zeros((xs.shape[1], H)))"])
def test_zeros_that_the_call_makes_are_the_way_in(loads: Loads, first: str) -> None:
    assert loads(LAYER.format(first=f"[{first}]"), "Layer").card.takes_state


def test_the_product_of_a_zero_state_is_no_way_in(loads: Loads) -> None:
    assert not loads(LAYER.format(first="[]"), "Layer").card.takes_state


TRAINED = """\
import numpy as np


class Layer:
    def __init__(self, n_in, n_hid):
        draw = np.random.default_rng(0).normal
        self.W, self.U = draw(size=(3, n_in, n_hid)), draw(size=(3, n_hid, n_hid))
        self.start, self.b = draw(size={shape}), draw(size=n_hid)

    def forward(self, xs):
        h, out = np.repeat(self.start.reshape(1, -1), xs.shape[1], axis=0), []
        for x in xs:
            z, r = (1 / (1 + np.exp(-x @ self.W[k] - h @ self.U[k] {twice})) for k in (0, 1))
            h = (1 - z) * np.tanh(x @ self.W[2] + (r * h) @ self.U[2] + self.b) + z * h
            out.append(h)
        return np.stack(out)
"""


@pytest.mark.parametrize("shape", ["n_hid", "(1, n_hid)"])
def test_a_start_that_is_learned_is_the_way_in(loads: Loads, shape: str) -> None:
    card = loads(TRAINED.format(shape=shape, twice=""), "Layer").card
    assert card.takes_state and [p.name for p in card.parameters] == ["W", "U", "b"]
    assert any("learned" in note for note in card.notes)


def test_an_array_that_the_steps_read_is_no_start(loads: Loads) -> None:
    card = loads(TRAINED.format(shape="n_hid", twice="- self.start"), "Layer").card
    assert not card.takes_state and "start" in [p.name for p in card.parameters]


ROWS = LAYER.replace(
    """        for x in xs:
            out.append(turn(x, *out[-1:]))
        return np.stack(out[-len(xs):])
""",
    """        for t, x in enumerate(xs):
            out[t] = turn(x, out[t - 1])
        return out
""",
)


def test_a_row_more_than_there_are_steps_is_the_way_in(loads: Loads) -> None:
    assert loads(ROWS.format(first="np.zeros((len(xs) + 1, xs.shape[1], H))"), "Layer").card.takes_state


WORK = """\
import numpy as np


def act(a):
    return 1 / (1 + np.exp(-a))


class Layer:
    def __init__(self, n_in, n):
        draw = np.random.default_rng(0).normal
        self.W, self.U, self.n = draw(size=(n_in, 3 * n)), draw(size=(n, 3 * n)), n

    def forward(self, xs):
        n, out = self.n, []
        work = np.zeros((len(xs[0]), 4 * n))
        for x in xs:
            work[:, :3 * n] = x @ self.W
            work[:, :2 * n] = act(work[:, :2 * n] + work[:, 3 * n:] @ self.U[:, :2 * n])
            z, r = work[:, :n], work[:, n:2 * n]
            c = np.tanh(work[:, 2 * n:3 * n] + (r * work[:, 3 * n:]) @ self.U[:, 2 * n:])
            work[:, 3 * n:] = z * work[:, 3 * n:] + (1 - z) * c
            out.append(work[:, 3 * n:].copy())
        return np.array(out)
"""


def test_a_part_of_an_array_that_is_read_again_is_no_way_in(loads: Loads) -> None:
    assert not loads(WORK, "Layer").card.takes_state
