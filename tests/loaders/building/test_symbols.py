"""Theano layers that have computed their output once they are made."""

from __future__ import annotations

import pytest

from tests.loaders.conftest import Loads
from tests.loaders.test_load import call, expected

BODY = """
import numpy as np
import theano
import theano.tensor as T
def stored(*shape): return theano.shared(np.random.randn(*shape))
class Layer(object):
    def arrays(self, d, h):
        self.n, self.W, self.U, self.b = h, stored(d, 3 * h), stored(h, 3 * h), stored(3 * h)
    def step(self, a, h):
        n = self.n
        g = T.dot(h, self.U[:, :2 * n])
        z, r = T.nnet.sigmoid(a[:, :n] + g[:, :n]), T.nnet.sigmoid(a[:, n:2 * n] + g[:, n:])
        return z * h + (1 - z) * T.tanh(a[:, 2 * n:] + T.dot(r * h, self.U[:, 2 * n:]))
    def over(self, x):
        start = T.zeros((x.shape[1], self.n))
        return theano.scan(self.step, sequences=T.dot(x, self.W) + self.b, outputs_info=start)[0]
"""
MAKERS = {
    "a symbol": """
    def __init__(self, input, n_in, n_hidden):
        self.arrays(n_in, n_hidden)
        self.output = self.over(input)""",
    "the layer below": """
    def __init__(self, n_hidden, below=None):
        self.arrays(below.n_out, n_hidden)
        self.hs = self.over(below.output())
        self.params = below.params + [self.W, self.U, self.b]""",
    "a symbol of its own": """
    def __init__(self, n_in, n_hidden):
        self.arrays(n_in, n_hidden)
        self.x, self.y = T.tensor3(), T.tensor3('y')
        self.states = self.over(self.x)
        self.loss = T.mean((self.states - self.y) ** 2)""",
    "a function of its own": """
    def __init__(self, n_in, n_hidden):
        self.arrays(n_in, n_hidden)
        x = T.tensor3('x')
        self.predict = theano.function([x], self.over(x))""",
}


@pytest.mark.parametrize("maker", MAKERS)
def test_it_is_called_and_recorded_and_takes_a_state(maker: str, loads: Loads) -> None:
    subject = loads(BODY + MAKERS[maker], "Layer")
    asked = call(subject)
    states = expected(subject, asked)
    trace = subject.record(asked)
    assert (subject.card.level, subject.card.takes_state) == ("layer", True)
    assert subject.run(asked).outputs == pytest.approx(states, abs=1e-12)
    assert "T.tanh" in "".join(trace.sites[m.site].text for m in trace.moments if m.value is not None)
    given = subject.gradient(asked, states).weights
    assert {n for n, g in given.items() if g is not None and g.any()} == {"W", "U", "b"}


def test_a_mask_is_asked_for_beside_it(loads: Loads) -> None:
    masked = """
    def __init__(self, x, mask, n_in, n_hidden):
        self.arrays(n_in, n_hidden)
        def step(m, a, h):
            new = self.step(a, h)
            return m[:, None] * new + (1 - m)[:, None] * h
        start = T.zeros((x.shape[1], n_hidden))
        self.h, _ = theano.scan(step, [mask, T.dot(x, self.W) + self.b], start)"""
    assert loads(BODY + masked, "Layer").card.takes_mask
