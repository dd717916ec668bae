"""Shapes in which people write cells, loaded without an option."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gru_doctor.errors import ConstructTrouble, ImportTrouble
from gru_doctor.loaders.load import load
from gru_doctor.loaders.loaded import Loaded
from gru_doctor.loaders.text.places import located
from gru_doctor.records import Options, Target
from gru_doctor.subject import Call
from tests.loaders.conftest import CELL, Loads


def call(subject: Loaded, steps: int = 4) -> Call:
    generator = np.random.default_rng(5)
    d, h = subject.card.input_size, subject.card.hidden_size
    return Call(generator.normal(size=(steps, 2, d)), generator.uniform(-0.9, 0.9, (2, h)))


def expected(subject: Loaded, asked: Call, names: tuple[str, str, str] = ("W", "U", "b")) -> np.ndarray:
    """The states of the cell that the sources below hold: order update, reset, candidate."""
    w, u, b = (subject.weights()[n] for n in names)
    h, n, states = asked.h0, u.shape[0], []
    for x in asked.xs:
        a = x @ w + np.ravel(b)
        z, r = (1 / (1 + np.exp(-(a[:, i : i + n] + h @ u[:, i : i + n]))) for i in (0, n))
        h = z * h + (1 - z) * np.tanh(a[:, 2 * n :] + (r * h) @ u[:, 2 * n :])
        states.append(h)
    return np.stack(states)


STEP = """
import numpy as np
def sigmoid(a): return 1 / (1 + np.exp(-a))
def step(x, h, W, U, b):
    n = h.shape[-1]
    a, g = x @ W + b, h @ U[:, :2 * n]
    z = sigmoid(a[..., :n] + g[..., :n])
    r = sigmoid(a[..., n:2 * n] + g[..., n:])
    return z * h + (1 - z) * np.tanh(a[..., 2 * n:] + (r * h) @ U[:, 2 * n:])
"""
LAYER = """
class Layer:
    def __init__(self, n_in, n_hid):
        self.n = n_hid
        self.W = np.random.randn(n_in, 3 * n_hid)
        self.U = np.random.randn(n_hid, 3 * n_hid)
        self.b = np.zeros(3 * n_hid)
"""
SHAPES = {
    "class": (CELL, "Cell"),
    "weights as arguments": (STEP, "step"),
    "weights in a dict": (
        STEP + "def cell(p, x, h): return step(x, h, p['W'], p['U'], p['b'])",
        "cell",
    ),
    "weights in a constructor": (
        STEP
        + """
class Given:
    def __init__(self, W, U, b): self.W, self.U, self.b = W, U, b
    def __call__(self, h, x): return step(x, h, self.W, self.U, self.b), None
""",
        "Given",
    ),
    "globals": (
        STEP
        + """
W, U, b = np.random.randn(3, 21), np.random.randn(7, 21), np.zeros(21)
def advance(x, h): return step(x, h, W, U, b)
""",
        "advance",
    ),
    "a closure": (
        STEP
        + """
def make(n_in, n_hid):
    W, U, b = np.ones((n_in, 3 * n_hid)), np.ones((n_hid, 3 * n_hid)), np.zeros(3 * n_hid)
    def run(x, h): return step(x, h, W, U, b)
    return run
""",
        "make",
    ),
    "batch first, returns (out, h)": (
        STEP
        + LAYER
        + """
    def forward(self, xs, h=None):
        h = np.zeros((len(xs), self.n)) if h is None else h
        out = []
        for t in range(xs.shape[1]):
            h = step(xs[:, t], h, self.W, self.U, self.b)
            out.append(h)
        return np.stack(out, 1), h
""",
        "Layer",
    ),
    "time first, initial state among the outputs": (
        STEP
        + LAYER
        + """
    def forward(self, xs, h):
        hs = [h]
        for x in xs:
            hs.append(step(x, hs[-1], self.W, self.U, self.b))
        return np.array(hs), {'cache': hs}
""",
        "Layer",
    ),
    "starts from its own zeros": (
        STEP
        + LAYER
        + """
    def run(self, xs):
        h = np.zeros((xs.shape[1], self.n))
        out = np.zeros((len(xs), xs.shape[1], self.n))
        for t in range(len(xs)):
            h = out[t] = step(xs[t], h, self.W, self.U, self.b)
        return out
""",
        "Layer",
    ),
    "state on the object": (
        STEP
        + LAYER
        + """
        self.h = np.zeros(n_hid)
    def observe(self, x):
        self.h = step(x, self.h, self.W, self.U, self.b)
""",
        "Layer",
    ),
    "a list of states": (
        STEP
        + LAYER
        + """
    def call(self, inputs, states):
        h = step(inputs, states[0], self.W, self.U, self.b)
        return h, [h]
""",
        "Layer",
    ),
    "sizes and a state that no name tells": (
        STEP
        + """
class Layer:
    def __init__(self, observation_dim, belief_dim):
        self.n = belief_dim
        self.W = np.random.randn(observation_dim, 3 * belief_dim)
        self.U = np.random.randn(belief_dim, 3 * belief_dim)
        self.b = np.zeros(3 * belief_dim)
    def forward(self, xs, latent=None):
        belief = np.zeros((xs.shape[1], self.n)) if latent is None else latent
        out = []
        for x in xs:
            belief = step(x, belief, self.W, self.U, self.b)
            out.append(belief)
        return np.stack(out)
""",
        "Layer",
    ),
    "the state first, and no name that tells": (
        STEP
        + """
class Nexpol:
    def __init__(self, kagal, pollo):
        self.W = np.random.randn(kagal, 3 * pollo)
        self.U = np.random.randn(pollo, 3 * pollo)
        self.b = np.zeros(3 * pollo)
    def advance(self, derqua, nexban): return step(nexban, derqua, self.W, self.U, self.b)
""",
        "Nexpol",
    ),
    "lazily built": (
        STEP
        + """
class Lazy:
    def __init__(self, units): self.units, self.built = units, False
    def call(self, x, h):
        if not self.built:
            self.W = np.random.randn(x.shape[-1], 3 * self.units)
            self.U = np.random.randn(self.units, 3 * self.units)
            self.b = np.zeros(3 * self.units)
            self.built = True
        return step(x, h, self.W, self.U, self.b)
""",
        "Lazy",
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_cell_in_this_shape_gives_the_states_of_its_weights(loads: Loads, shape: str) -> None:
    subject = loads(*SHAPES[shape])
    asked = call(subject)
    run = subject.run(asked)
    whole = run.outputs if run.outputs is not None else run.last
    assert subject.card.takes_state
    assert sorted(subject.weights()) == ["U", "W", "b"]
    np.testing.assert_allclose(whole, expected(subject, asked), atol=1e-13)


def test_a_run_depends_on_nothing_but_its_call(loads: Loads) -> None:
    subject = loads(*SHAPES["state on the object"])
    first = subject.run(call(subject)).outputs
    subject.run(call(subject, 3))
    np.testing.assert_array_equal(subject.run(call(subject)).outputs, first)


def test_assigned_weights_stay(loads: Loads) -> None:
    subject = loads(*SHAPES["a closure"])
    new = {n: a + 1 for n, a in subject.weights().items()}
    subject.assign(new)
    subject.run(call(subject))
    assert all(np.array_equal(subject.weights()[n], new[n]) for n in new)


def test_a_cell_that_mixes_its_batch_still_loads(loads: Loads) -> None:
    mixed = CELL.replace("return z * h", "return z * h[::-1]")
    assert loads(mixed, "Cell").card.level == "cell"


def test_a_layer_that_forgets_its_state_still_loads(loads: Loads) -> None:
    text, name = SHAPES["batch first, returns (out, h)"]
    forgetful = text.replace("step(xs[:, t], h,", "step(xs[:, t], h * 0,")
    assert loads(forgetful, name).card.level == "layer"


def test_an_lstm_is_recognised(loads: Loads) -> None:
    subject = loads(
        STEP
        + """
class Memory:
    def __init__(self, n_in, n_hid):
        self.W = np.random.randn(n_in + n_hid, 4 * n_hid)
    def forward(self, x, state):
        h, c = state
        i, f, o, g = np.split(np.concatenate([x, h], -1) @ self.W, 4, -1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        return h, (h, c)
""",
        "Memory",
    )
    assert subject.card.kind == "lstm"
    first = subject.run(call(subject)).outputs
    assert first is not None and np.abs(first).max() < 1


def test_what_raises_at_the_top_is_told_with_its_line(loads: Loads) -> None:
    broken = CELL.replace("import numpy as np", "import numpy as np\nX = np.zeros(missing)")
    with pytest.raises(ImportTrouble, match="line 3"):
        loads(broken.replace("a, g = x @", "a, g = X + x @"), "Cell")


def test_a_refusal_says_what_was_tried(loads: Loads) -> None:
    with pytest.raises(ConstructTrouble, match="tried") as caught:
        loads(CELL.replace("return z", "raise ValueError('never')\n        return z"), "Cell")
    assert "never" in caught.value.message
    assert "gru-doctor init" in caught.value.hint


def test_a_module_of_a_package_loads_with_its_relative_imports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "rooms" / "attic"
    inner.mkdir(parents=True)
    for folder in (inner, inner.parent):
        (folder / "__init__.py").write_text("")
    (inner.parent / "acts.py").write_text("def same(a):\n    return a\n")
    text = CELL.replace("import numpy as np", "import numpy as np\nfrom ..acts import same")
    (inner / "cell.py").write_text(text.replace("return z", "return same(z)"))
    monkeypatch.chdir(tmp_path)
    subject = load(Target(located("rooms.attic.cell"), "Cell"), Options())
    sites = subject.record(call(subject)).sites.values()
    assert {Path(s.span.file).name for s in sites} == {"cell.py", "acts.py"}
