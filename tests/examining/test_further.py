"""What is examined further of a target that is right so far."""

from __future__ import annotations

import pytest

from gru_doctor.doctor import examine_all
from gru_doctor.records import Options
from gru_doctor.subject import UNSEEN
from tests.loaders.conftest import write

__all__ = ["write"]

ENCODER = """
    import numpy as np

    class Encoder:
        def __init__(self, vocab_size, n_in, n_hid):
            n = n_hid
            g = np.random.RandomState(0)
            self.E, self.n = g.randn(vocab_size, n_in), n
            self.W, self.U, self.b = g.randn(n_in, 3 * n), g.randn(n, 3 * n), g.randn(3 * n)

        def _cell(self, x, h):
            n = self.n
            a, g = x @ self.W + self.b, h @ self.U
            z, r = np.split(1 / (1 + np.exp(-(a[:, :2 * n] + g[:, :2 * n]))), 2, axis=1)
            return z * h + (1 - z) * np.tanh(a[:, 2 * n:] + r * g[:, 2 * n:])

        def encode(self, ids):
            h = np.zeros((len(ids), self.n))
            for t in range(ids.shape[1]):
                h = self._cell(self.E[ids[:, t]], h)
            return h
"""
OPTIONS = Options(checks=("trust", "gates", "sequence"), in_process=True)


def result(write, text):
    (found,) = examine_all([str(write(text))], OPTIONS, lambda *_: None).results
    return found


def test_a_method_around_a_right_step_is_examined_as_a_layer(write):
    found = result(write, ENCODER)
    assert (found.verdict, found.card.level) == ("healthy", "cell")
    assert "encode was examined as a layer too" in found.notes


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("self.E[ids[:, t]], h", "self.E[ids[:, t]], 0 * h"),
        ("shape[1])", "shape[1])[::-1]"),
    ],
)
def test_what_is_wrong_in_it_is_told(write, right, wrong):
    found = result(write, ENCODER.replace(right, wrong))
    assert found.verdict == "faulty"
    assert {f.code[:4] for f in found.findings} == {"GRU3"}


def test_what_cannot_be_examined_so_is_told(write):
    found = result(write, ENCODER.replace("return h\n", "print(h)\n"))
    assert found.verdict == "healthy"
    assert f"encode {UNSEEN}" in found.notes
