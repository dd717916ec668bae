"""Hand-written backward passes are found, called, and what they give is sorted to its parameter."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.loaders.loaded import Loaded
from gru_doctor.subject import Call, Gradient
from tests.loaders.conftest import Loads

COLUMNS = """
import numpy as np
class Cell:
    def __init__(self, n_in, n_hid):
        self.W, self.U = np.random.randn(n_hid, n_in), np.random.randn(n_hid, n_hid)
        self.b = np.zeros((n_hid, 1))
    def forward(self, x, h):
        self.kept = x, h
        self.y = np.tanh(self.W @ x + self.U @ h + self.b)
        return self.y
    def backward(self, dy):
        x, h = self.kept
        a = dy * (1 - self.y ** 2)
        self.dW, self.dU, self.db = a @ x.T, a @ h.T, a
        return self.W.T @ a, self.U.T @ a
"""
BLOCK = """
import numpy as np
class Block:
    def __init__(self, n_in, n_hid):
        self.W, self.U = np.random.randn(n_in, n_hid), np.random.randn(n_hid, n_hid)
        self.b = np.zeros(n_hid)
        self.dW = self.dU = self.db = None
    def forward(self, x, h):
        self.saved = x, h
        self.y = np.tanh(x @ self.W + h @ self.U + self.b)
        return self.y
    def backward(self, dy):
        x, h = self.saved
        a = dy * (1 - self.y ** 2)
        self.dW, self.dU, self.db = x.T @ a, h.T @ a, a.sum(0)
        return a @ self.W.T, a @ self.U.T
"""
CASES = {
    "gradients on attributes": (BLOCK, "Block"),
    "gradients of parts, by their path": (
        BLOCK
        + """
class Two:
    def __init__(self, n_in, n_hid):
        self.first, self.second = Block(n_in, n_hid), Block(n_in, n_hid)
    def step(self, x, h):
        return self.first.forward(x, h) + self.second.forward(x, h)
    def step_backward(self, d):
        (a, b), (c, e) = self.first.backward(d), self.second.backward(d)
        return a + c, b + e
""",
        "Two",
    ),
    "accumulated in place": (
        BLOCK.replace("self.dW = self.dU = self.db = None",
                      "self.grads = {n: np.zeros_like(getattr(self, n)) for n in 'WUb'}")
        .replace("self.dW, self.dU, self.db = x.T @ a, h.T @ a, a.sum(0)",
                 "self.grads['W'] += x.T @ a; self.grads['U'] += h.T @ a; self.grads['b'] += a.sum(0)"),
        "Block",
    ),
    "functions, a tuple in the order of the code's names": (
        """
import numpy as np
def cell_forward(x, prev_h, Wx, Wh, b):
    next_h = np.tanh(x @ Wx + prev_h @ Wh + b)
    return next_h, (x, prev_h, Wx, Wh, next_h)
def cell_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, y = cache
    a = dnext_h * (1 - y ** 2)
    db, dWh = a.sum(0), prev_h.T @ a
    return db, a @ Wh.T, dWh, a @ Wx.T, x.T @ a
""",
        "cell_forward",
    ),
    "columns, one sample at a time": (
        """
import numpy as np
def step(x, h, W, U, b):
    return np.tanh(W @ x + U @ h + b)
def step_grad(g, x, h, W, U, b):
    a = g * (1 - step(x, h, W, U, b) ** 2)
    return W.T @ a, U.T @ a, np.outer(a, x), np.outer(a, h), a
""",
        "step",
    ),
}  # fmt: skip


_NAMED = CASES["functions, a tuple in the order of the code's names"][0]
CASES |= {
    "in another language": (_NAMED.replace("cell_backward", "zelle_rueckwaerts"), "cell_forward"),
    "by what the forward has packed": (
        _NAMED.replace("cell_backward", "learn")
        .replace("Wh, y =", "Wh, next_h =")
        .replace("y ** 2", "next_h ** 2"),
        "cell_forward",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_gradient_is_that_of_its_parameter(loads: Loads, case: str) -> None:
    subject = loads(*CASES[case])
    assert subject.card.gradient == "backward"
    asked, cotangent = question(subject)
    for _ in range(2):  # nothing of the first call is left over
        found = subject.gradient(asked, cotangent)
    assert found.complaint == ""
    assert found.weights.keys() == subject.weights().keys()
    for name, given in found.weights.items():
        np.testing.assert_allclose(given, central(subject, name, asked, cotangent), atol=1e-7)


def test_what_a_backward_raises_is_its_complaint(loads: Loads) -> None:
    broken = BLOCK.replace("x, h = self.saved", "x, h, z = self.saved")
    subject = loads(broken, "Block")
    given = subject.gradient(*question(subject))
    assert "ValueError" in given.complaint
    assert given.line == 13


def test_a_backward_of_the_cell_is_not_that_of_the_layer(loads: Loads) -> None:
    text, _ = CASES["functions, a tuple in the order of the code's names"]
    layer = """
def run_forward(xs, h, Wx, Wh, b):
    out = []
    for x in xs:
        h, _ = cell_forward(x, h, Wx, Wh, b)
        out.append(h)
    return np.array(out)
"""
    assert loads(text + layer, "run_forward").card.gradient is None


def question(subject: Loaded) -> tuple[Call, np.ndarray]:
    generator = np.random.default_rng(2)
    d, h = subject.card.input_size, subject.card.hidden_size
    call = Call(generator.normal(size=(3, 2, d)), generator.normal(size=(2, h)))
    return call, generator.normal(size=(3, 2, h))


def central(subject: Loaded, name: str, call: Call, cotangent: np.ndarray) -> np.ndarray:
    """Every entry by a central difference."""
    kept, found = subject.weights()[name], np.zeros(subject.weights()[name].shape)
    for index in np.ndindex(kept.shape):
        ends = []
        for step in (1e-5, -1e-5):
            moved = kept.copy()
            moved[index] += step
            subject.assign({name: moved})
            ends.append((subject.run(call).outputs * cotangent).sum())
        found[index] = (ends[0] - ends[1]) / 2e-5
    subject.assign({name: kept})
    return found


def given(subject: Loaded) -> Gradient:
    call = Call(np.ones((1, 2, subject.card.input_size)), np.full((2, subject.card.hidden_size), 0.5))
    return subject.gradient(call, np.ones((1, 2, subject.card.hidden_size)))


def test_one_sample_at_a_time_where_a_bias_keeps_the_samples(loads: Loads) -> None:
    found = given(loads(COLUMNS, "Cell"))
    assert found.weights["b"].shape == (7, 1) and not found.misshapen


def test_a_file_that_speaks_of_batches_is_held_to_them(loads: Loads) -> None:
    found = given(loads("# x: (inputs, batch)\n" + COLUMNS, "Cell"))
    assert "b" not in found.weights and found.misshapen["b"].shape == (7, 2)


WHOLE = """
import numpy as np
def forward(x, h, W, U, b):
    y = np.tanh(x @ W + h @ U + b)
    return y, x, h, U
def backward(dy, KEPT):
    TAKEN
    a = dy * (1 - y ** 2)
    return {"W": x.T @ a, "U": h.T @ a, "b": a.sum(0)}, a @ U.T
"""


@pytest.mark.parametrize("taken", ["y, x, h, U = KEPT", "y = KEPT[0]; x, h = KEPT[1:3]; U = KEPT[3]"])
@pytest.mark.parametrize("name", ["cache", "what"])
def test_a_cache_may_be_all_that_the_forward_returns(taken: str, name: str, loads: Loads) -> None:
    text = WHOLE.replace("TAKEN", taken).replace("KEPT", name)
    subject = loads(text, "forward")
    found = subject.gradient(Call(np.ones((1, 2, 3)), np.full((2, 7), 0.5)), np.ones((1, 2, 7)))
    assert not found.complaint and set(found.weights) == {"W", "U", "b"}


def test_a_dict_that_the_backward_writes_into_is_handed_to_it_empty(loads: Loads):
    subject = loads(
        """
        import numpy as np

        P = dict(W=np.random.randn(7, 10), b=np.zeros(7))

        def rnn_step(x, h, P):
            hx = np.concatenate([h, x])
            new = np.tanh(P["W"] @ hx + P["b"])
            return new, (hx, new)

        def rnn_back(dnew, cache, P, G):
            hx, new = cache
            da = dnew * (1 - new ** 2)
            G["dW"] += np.outer(da, hx)
            G["db"] += da
            dhx = P["W"].T @ da
            return dhx[7:], dhx[:7]
        """,
        "rnn_step",
    )
    rng = np.random.default_rng(2)
    call = Call(rng.standard_normal((1, 2, 3)), rng.standard_normal((2, 7)))
    found = subject.gradient(call, np.ones((1, 2, 7)))
    after = subject.run(call).outputs[0]
    np.testing.assert_allclose(found.weights["b"], (1 - after**2).sum(0), atol=1e-12)
    assert found.weights["W"].shape == (7, 10) and found.xs.shape == (1, 2, 3)


FLAT = BLOCK.replace(
    "self.dW, self.dU, self.db = x.T @ a, h.T @ a, a.sum(0)", "dW, dU, db = x.T @ a, h.T @ a, a.sum(0)"
).replace("return a @ self.W.T", "return np.concatenate([db, dU.ravel(), dW.ravel()]), a @ self.W.T")


def test_gradients_in_one_row_are_taken_apart_in_the_order_of_their_names(loads: Loads) -> None:
    subject, other = loads(FLAT, "Block"), loads(BLOCK, "Block")
    other.assign(subject.weights())
    call = Call(np.linspace(-1, 1, 6).reshape(1, 2, 3), np.full((2, 7), 0.5))
    flat, plain = (s.gradient(call, np.ones((1, 2, 7))) for s in (subject, other))
    for name, array in plain.weights.items():
        np.testing.assert_array_equal(flat.weights[name], array)


TWO = """
import numpy as np
class Layer:
    def __init__(self, d, m):
        self.W, self.U, self.b = np.random.randn(d, m), np.random.randn(m, m), np.zeros(m)
    def forward(self, xs, h):
        self.kept = []
        for x in xs:
            y = np.tanh(x @ self.W + h @ self.U + self.b)
            self.kept.append((x, h, y))
            h = y
        return np.stack([y for _, _, y in self.kept]), h
    def backward(self, dys, dhDEFAULT):
        self.dW, self.dU, self.db = 0 * self.W, 0 * self.U, 0 * self.b
        dh = 0.0 if dh is None else dh + np.zeros(self.kept[0][1].shape)
        dxs = []
        for dy, (x, h, y) in zip(dys[::-1], self.kept[::-1]):
            a = (dh + dy) * (1 - y ** 2)
            self.dW, self.dU, self.db = self.dW + x.T @ a, self.dU + h.T @ a, self.db + a.sum(0)
            dxs.append(a @ self.W.T)
            dh = a @ self.U.T
        return np.stack(dxs[::-1]), dh
"""


@pytest.mark.parametrize("default", ["", "=None"])
def test_a_further_gradient_that_comes_in_is_that_of_the_last_state(default: str, loads: Loads) -> None:
    subject = loads(TWO.replace("DEFAULT", default), "Layer")
    found = subject.gradient(Call(np.ones((4, 2, 3)), np.ones((2, 7)) / 2), np.ones((4, 2, 7)))
    assert not found.complaint and found.h0 is not None and found.h0.shape == (2, 7)


ENDED = """
import numpy as np
class Layer:
    def __init__(self, n_in, n_hid):
        self.W, self.U = np.random.randn(n_in, n_hid), np.random.randn(n_hid, n_hid)
    def forward(self, xs):
        h, self.kept = np.zeros((xs.shape[1], len(self.U))), []
        for x in xs:
            self.kept.append((x, h))
            h = np.tanh(x @ self.W + h @ self.U)
        self.states = np.stack([*(k[1] for k in self.kept[1:]), h])
        return self.states, h
    def backward(self, {given}):
        dh, dxs = {start}, []
        self.dW, self.dU = np.zeros_like(self.W), np.zeros_like(self.U)
        for dout, y, (x, h) in zip(douts[::-1], self.states[::-1], self.kept[::-1]):
            dh += dout
            a = dh * (1 - y ** 2)
            self.dW += x.T @ a
            self.dU += h.T @ a
            dh = a @ self.U.T
            dxs.append(a @ self.W.T)
        return np.stack(dxs[::-1]), dh
"""


@pytest.mark.parametrize(
    ("given", "start"),
    [
        ("douts, dlast=None", "np.zeros_like(douts[0]) if dlast is None else dlast"),
        ("douts, dlast", "dlast.copy()"),
        ("dh_last, douts", "dh_last.copy()"),
    ],
)
def test_no_gradient_of_the_last_state_is_sent_beside_the_sequence(
    given: str, start: str, loads: Loads
) -> None:
    subject = loads(ENDED.format(given=given, start=start), "Layer")
    found = subject.gradient(Call(np.ones((4, 2, 3))), np.ones((4, 2, 7)))
    assert not found.complaint and set(found.weights) == {"W", "U"}
