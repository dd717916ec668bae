"""Ready-made layers of PyTorch's that are called without a state."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.loaders.trying.unstarted import unstarted
from gru_doctor.subject import Call

LAYER = """
import torch
from torch import nn

class Layer(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.inner = MADE

    def forward(self, x):
        BODY
"""
MADE = {
    "layer": (
        "nn.GRU(input_size, hidden_size, batch_first=True)",
        "out, h = self.inner(x)\n        return out, h[0]",
    ),
    "cell": (
        "nn.GRUCell(input_size, hidden_size)",
        "h, hs = None, []\n        for t in range(x.size(1)):\n            h = self.inner(x[:, t], h)\n"
        "            hs.append(h)\n        return torch.stack(hs, 1)",
    ),
}


@pytest.mark.parametrize("kind", MADE)
def test_a_state_is_put_in_the_place_of_its_zeros(loads, kind):
    made, body = MADE[kind]
    subject = loads(LAYER.replace("MADE", made).replace("BODY", body), "Layer")
    assert subject.card.takes_state
    xs, h0 = np.random.default_rng(0).normal(size=(4, 2, 3)), np.full((2, 7), 0.5)
    whole = subject.run(Call(xs, h0)).outputs
    half = subject.run(Call(xs[:2], h0)).outputs
    rest = subject.run(Call(xs[2:], half[-1])).outputs
    assert np.allclose(whole, np.concatenate([half, rest]))
    zeros = subject.run(Call(xs, 0 * h0)).outputs
    assert np.allclose(subject.run(Call(xs)).outputs, zeros) and not np.allclose(whole, zeros)


def test_what_is_no_module_has_none():
    assert not list(unstarted(object()))
