"""A loss over tokens with its GRU and its backward pass inside."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.subject import Call
from tests.loaders.conftest import Loads

LOSS = """
import numpy as np

data = open("nowhere.txt").read()
chars = sorted(set(data))
size, H = len(chars), 64
W, U, b = np.random.randn(size, 3 * H), np.random.randn(H, 3 * H), np.zeros(3 * H)
V, c = np.random.randn(H, size), np.zeros(size)

def sigmoid(a):
    return 1 / (1 + np.exp(-a))

def lossFun(ids, targets, h):
    hs, ks, loss = {-1: h}, {}, 0.0
    for t in range(len(ids)):
        x = np.zeros(size)
        x[ids[t]] = 1
        a, g = x @ W + b, hs[t - 1] @ U[:, :2 * H]
        z, r = sigmoid(a[:H] + g[:H]), sigmoid(a[H:2 * H] + g[H:])
        n = np.tanh(a[2 * H:] + (r * hs[t - 1]) @ U[:, 2 * H:])
        hs[t] = z * hs[t - 1] + (1 - z) * n
        p = np.exp(hs[t] @ V + c)
        p /= p.sum()
        loss -= np.log(p[targets[t]])
        ks[t] = x, z, r, n, p
    dW, dU, db, dV = np.zeros_like(W), np.zeros_like(U), np.zeros_like(b), np.zeros_like(V)
    carry = np.zeros(H)
    for t in reversed(range(len(ids))):
        x, z, r, n, p = ks[t]
        dy = p.copy()
        dy[targets[t]] -= 1
        dV += np.outer(hs[t], dy)
        dh = V @ dy + carry
        dn = dh * (1 - z) * (1 - n ** 2)
        drh = U[:, 2 * H:] @ dn
        dz, dr = dh * (hs[t - 1] - n) * z * (1 - z), drh * hs[t - 1] * r * (1 - r)
        da = np.concatenate([dz, dr, dn])
        dW += np.outer(x, da)
        db += da
        dU[:, :2 * H] += np.outer(hs[t - 1], da[:2 * H])
        dU[:, 2 * H:] += np.outer(r * hs[t - 1], dn)
        carry = dh * z + drh * r + U[:, :2 * H] @ da[:2 * H]
    for d in (dW, dU, db, dV):
        np.clip(d, -0.01, 0.01, out=d)
    return loss, dW, dU, db, dV, hs[len(ids) - 1]

while True:
    lossFun([chars.index(c) for c in data], [], None)
"""


def asked(steps: int) -> Call:
    generator = np.random.default_rng(2)
    return Call(generator.normal(size=(steps, 2, 9)), generator.uniform(-0.9, 0.9, (2, 7)))


def expected(weights: dict[str, np.ndarray], call: Call) -> np.ndarray:
    W, U, b = (weights[n] for n in "WUb")
    h = call.h0
    assert h is not None
    for x in call.xs:
        a, g = x @ W + b, h @ U[:, :14]
        z, r = 1 / (1 + np.exp(-a[:, :7] - g[:, :7])), 1 / (1 + np.exp(-a[:, 7:14] - g[:, 7:]))
        h = z * h + (1 - z) * np.tanh(a[:, 14:] + (r * h) @ U[:, 14:])
    return h


@pytest.mark.parametrize("steps", [1, 4, 12])
def test_any_input_takes_the_place_of_the_one_hot_vectors(loads: Loads, steps: int) -> None:
    loaded = loads(LOSS, "lossFun")
    assert (loaded.card.input_size, loaded.card.hidden_size, loaded.card.gradient) == (9, 7, "backward")
    assert set(loaded.weights()) == {"W", "U", "b"}  # the output layer is no part of the GRU
    last = loaded.run(asked(steps)).last
    np.testing.assert_allclose(last, expected(loaded.weights(), asked(steps)), rtol=0, atol=1e-14)


def test_the_gradient_of_the_states_can_be_chosen_and_is_clipped_nowhere(loads: Loads) -> None:
    loaded, call = loads(LOSS, "lossFun"), asked(4)
    cotangent = np.random.default_rng(3).normal(size=(2, 7))
    found, weights = loaded.gradient(call, cotangent).weights, loaded.weights()
    for name in "WUb":
        step = np.zeros_like(weights[name])
        step.flat[5] = 1e-6
        ends = [expected(weights | {name: weights[name] + s * step}, call) for s in (1, -1)]
        slope = ((ends[0] - ends[1]) * cotangent).sum() / 2e-6
        assert found[name].flat[5] == pytest.approx(slope, rel=1e-6)


def test_a_wrong_backward_gives_wrong_gradients(loads: Loads) -> None:
    right, wrong = (
        loads(t, "lossFun") for t in (LOSS, LOSS.replace("carry = dh * z + drh * r", "carry = dh * z"))
    )
    wrong.assign(right.weights())
    cotangent = np.ones((2, 7))
    a, b = (s.gradient(asked(4), cotangent).weights["W"] for s in (right, wrong))
    assert np.abs(a - b).max() > 1e-3


def test_an_average_over_the_steps_is_no_fault(loads: Loads) -> None:
    averaged = LOSS.replace("out=d)\n", "out=d)\n        d /= len(ids)\n")
    right, other = loads(LOSS, "lossFun"), loads(averaged, "lossFun")
    other.assign(right.weights())
    a, b = (s.gradient(asked(4), np.ones((2, 7))).weights["U"] for s in (right, other))
    np.testing.assert_allclose(a, b, rtol=1e-9)


TORCH = """
import torch

n_chars, n_hid = 65, 32
Wz, Uz = torch.randn(n_chars, n_hid), torch.randn(n_hid, n_hid)
Wr, Ur = torch.randn(n_chars, n_hid), torch.randn(n_hid, n_hid)
Wn, Un = torch.randn(n_chars, n_hid), torch.randn(n_hid, n_hid)
Wo = torch.randn(n_hid, n_chars)

def seq_loss(ids, targets, h):
    loss = 0
    for t in range(len(ids)):
        x = torch.zeros(n_chars)
        x[ids[t]] = 1
        z, r = torch.sigmoid(x @ Wz + h @ Uz), torch.sigmoid(x @ Wr + h @ Ur)
        h = (1 - z) * torch.tanh(x @ Wn + (r * h) @ Un) + z * h
        loss = loss - torch.log_softmax(h @ Wo, 0)[targets[t]]
    return loss, h
"""


def test_torch_gives_the_gradient_of_the_input_too(loads: Loads) -> None:
    loaded = loads(TORCH, "seq_loss")
    assert loaded.card.gradient == "autograd" and len(loaded.weights()) == 6
    found = loaded.gradient(asked(4), np.ones((2, 7)))
    assert found.xs is not None and np.abs(found.xs).min() > 0


KEPT = """
import numpy as np

class Net:
    def __init__(self, hidden_size, vocab_size):
        self.n, self.vocab = hidden_size, vocab_size
        self.W = np.random.randn(hidden_size, vocab_size + hidden_size)
        self.V = np.random.randn(2 * hidden_size, vocab_size + hidden_size)

    def forward(self, ids, hprev):
        xs, hs, zs, hbar = {}, {-1: np.copy(hprev)}, {}, {}
        for t in range(len(ids)):
            xs[t] = np.zeros((self.vocab, 1))
            xs[t][ids[t]] = 1
            z, r = np.split(1 / (1 + np.exp(-self.V @ np.vstack([xs[t], hs[t - 1]]))), 2)
            zs[t] = z
            hbar[t] = np.tanh(self.W @ np.vstack([xs[t], r * hs[t - 1]]))
            hs[t] = z * hs[t - 1] + (1 - z) * hbar[t]
        return xs, hs, zs, hbar
"""


def test_what_else_is_kept_for_every_step_is_no_final_state(loads: Loads) -> None:
    loaded = loads(KEPT, "Net")
    run = loaded.run(asked(4))
    assert run.outputs is not None and run.outputs.shape == (4, 2, 7)
    assert run.last is None or np.array_equal(run.last, run.outputs[-1])
