"""The LSTM and the tanh RNN: PyTorch's numbers, and gradients that finite differences confirm."""

import numpy as np
import pytest

from gru_doctor.checks.learning.lessons import initial
from gru_doctor.checks.learning.others import OTHERS, shapes_of


def drawn(name):
    generator = np.random.default_rng(0)
    return initial(shapes_of(name, 3, 4), 4, generator), generator.normal(size=(5, 2, 3))


@pytest.mark.parametrize("name", OTHERS)
def test_gradients_are_those_of_the_forward_pass(name):
    model, (weights, xs) = OTHERS[name][0], drawn(name)
    last, pullback = model(weights, xs)
    cotangent = np.random.default_rng(1).normal(size=last.shape)
    found = pullback(cotangent)
    for array in weights:
        turned = np.random.default_rng(2).normal(size=weights[array].shape)
        up, down = (
            float((model(weights | {array: weights[array] + e * turned}, xs)[0] * cotangent).sum())
            for e in (1e-6, -1e-6)
        )
        assert (up - down) / 2e-6 == pytest.approx(float((found[array] * turned).sum()), abs=1e-8)


def test_the_lstm_is_that_of_pytorch():
    torch = pytest.importorskip("torch")
    weights, xs = drawn("LSTM")
    theirs = torch.nn.LSTM(3, 4, dtype=torch.float64)
    order = np.concatenate([np.arange(8), np.arange(12, 16), np.arange(8, 12)])  # i, f, g, o
    with torch.no_grad():
        for name, array in (("weight_ih_l0", "W"), ("weight_hh_l0", "U"), ("bias_ih_l0", "b")):
            getattr(theirs, name).copy_(torch.tensor(weights[array][..., order].T))
        theirs.bias_hh_l0.zero_()
        outputs, _ = theirs(torch.tensor(xs))
    assert np.allclose(OTHERS["LSTM"][0](weights, xs)[0], outputs[-1].numpy(), rtol=0, atol=1e-14)
