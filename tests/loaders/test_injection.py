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
