"""What a backward pass by hand leaves behind, and what is put back after it."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.checks.repeats import repeats
from gru_doctor.records import Options

TEXT = """
import numpy as np

class Layer:
    def __init__(self, d, h):
        self.h, self.kept, self.left = h, [], 0.0
        self.W, self.U, self.b = np.random.randn(d, h), np.random.randn(h, h), np.zeros(h)
        self.dW, self.dU, self.db = np.zeros((d, h)), np.zeros((h, h)), np.zeros(h)
    def forward(self, x, h0):
        self.kept = []
        h, out = h0, []
        for x_t in x:
            n = np.tanh(x_t @ self.W + h @ self.U + self.b)
            self.kept.append((x_t, h, n))
            h = (h + n) / 2
            out.append(h)
        return np.stack(out)
    def backward(self, dout):
        dh, dx = 0.0 * dout[0], np.zeros((len(dout), dout.shape[1], len(self.W)))
        for t in reversed(range(len(dout))):
            x_t, h, n = self.kept[t]
            dh = dh + dout[t]
            a = dh / 2 * (1 - n ** 2)
            self.dW += x_t.T @ a
            self.dU += h.T @ a
            self.db += a.sum(0)
            dx[t] = a @ self.W.T
            dh = dh / 2 + a @ self.U.T
        return dx, dh
"""
WAYS = {
    "updated": ("        return dx, dh", "        self.W = self.W - 0.1 * self.dW\n        return dx, dh"),
    "updated by name": (
        "        return dx, dh",
        '        setattr(self, "W", getattr(self, "W") - 0.1 * self.dW)\n        return dx, dh',
    ),
    "updated in place": ("        return dx, dh", "        self.U -= 0.1 * self.dU\n        return dx, dh"),
    "overwritten": ("dh = dh + dout[t]", "dout[t] += dh; dh = dout[t]"),
    "again": ("            self.dW +=", "            n *= 0.5\n            self.dW +="),
    "afresh": ("        self.kept = []\n", ""),
    "afresh by a carry": ("dh, dx = 0.0 * dout[0]", "dh, dx = self.left + 0.0 * dout[0]"),
}
LEFT = ("        return dx, dh", "        self.left = dh\n        return dx, dh")


def seen(subject):
    return {name for name, value in repeats(subject, Options()).items() if value > 1e-9}


def test_buffers_that_gather_are_a_habit(loads):
    assert seen(loads(TEXT, "Layer")) == set()


def test_a_cache_that_is_popped_is_a_habit(loads):
    popped = TEXT.replace("self.kept[t]", "self.kept.pop()")
    subject = loads(popped, "Layer")
    assert seen(subject) == set() and "again" not in repeats(subject, Options())


def test_what_can_be_cleared_between_two_passes_is_cleared(loads):
    never = TEXT.replace(*WAYS["afresh"])
    method = "    def reset_cache(self):\n        self.kept.clear()\n    def backward"
    assert "afresh" in seen(loads(never, "Layer"))
    assert seen(loads(never.replace("    def backward", method), "Layer")) == set()


@pytest.mark.parametrize(
    "line",
    ["layer.kept = []", "layer.kept.clear()", "del layer.kept[:]", "self.net.kept = list()", "layer.begin()"],
)
def test_what_the_loop_of_a_file_clears_is_cleared(line, loads):
    never = TEXT.replace(*WAYS["afresh"])
    never = never.replace(
        "    def backward", "    def begin(self):\n        self.kept = []\n    def backward"
    )
    loop = f"""
def train(layer, self, batches):
    for x, h, d in batches:
        {line}
        layer.forward(x, h)
        layer.backward(d)
"""
    assert "afresh" in seen(loads(never + loop.replace(line, "pass"), "Layer"))
    assert seen(loads(never + loop, "Layer")) == set()


@pytest.mark.parametrize("way", WAYS)
def test_each_is_seen(way, loads):
    text = TEXT.replace(*WAYS[way])
    text = text.replace(*LEFT) if way == "afresh by a carry" else text
    assert way.split()[0] in seen(loads(text, "Layer"))


@pytest.mark.parametrize("way", ["updated", "updated in place"])
def test_a_step_with_the_parameters_is_taken_back(way, loads):
    subject = loads(TEXT.replace(*WAYS[way]), "Layer")
    before = subject.weights()
    assert "updated" in seen(subject)
    subject.assign(before)
    repeats(subject, Options())
    kept = {p.name: np.full(p.shape, 0.5) for p in subject.card.parameters}
    subject.assign(kept)
    for name, array in subject.weights().items():
        np.testing.assert_array_equal(array, kept[name])
