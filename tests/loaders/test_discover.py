"""Targets are cells and layers; helpers, backward passes and models around cells are none."""

from __future__ import annotations

import pytest

from gru_doctor.errors import NoTarget, UsageTrouble
from gru_doctor.loaders.discover import targets
from gru_doctor.loaders.text.source import parse

STEP = """
def sigmoid(a): return 1 / (1 + np.exp(-a))
def gru_step(x, h, W, U):
    z = sigmoid(x @ W + h @ U)
    return z * h + (1 - z) * np.tanh(x @ W)
"""
FORWARD = """
def gru_forward(xs, h, W, U):
    for x in xs:
        h = gru_step(x, h, W, U)
    return h
"""


def names(text: str, name: str | None = None) -> list[str]:
    return [t.name for t in targets(parse("mine.py", text), name)]


def test_a_step_comes_before_the_layer_that_uses_it() -> None:
    assert names(STEP + FORWARD) == ["gru_step", "gru_forward"]


def test_a_backward_pass_is_no_target() -> None:
    backward = STEP.replace("gru_step", "gru_step_backward") + STEP.replace("gru_step", "step_grad")
    assert names(STEP + backward) == ["gru_step"]


def test_a_helper_that_returns_one_gate_is_no_target() -> None:
    text = """
def gate(x, h, W, U): return 1 / (1 + np.exp(-(x @ W + h @ U)))
def step(x, h, W, U):
    z = gate(x, h, W, U)
    return z * h + (1 - z) * np.tanh(x @ W)
"""
    assert names(text) == ["step"]


def test_a_part_that_lets_nothing_through_another_is_a_gate() -> None:
    text = """
class Gate:
    def __init__(self, d, h, act): self.W, self.U, self.act = 0.1 * rand(d, h), 0.1 * rand(h, h), act()
    def forward(self, x, h): return self.act(x @ self.W + h @ self.U)
class Cell:
    def __init__(self, d, h): self.z, self.n = Gate(d, h, Sigmoid), Gate(d, h, Tanh)
    def forward(self, x, h):
        z = self.z.forward(x, h)
        return z * h + (1 - z) * self.n.forward(x, h)
"""
    assert names(text) == ["Cell"]


def test_activations_may_be_called_by_another_name() -> None:
    table = "ACT = {'z': torch.sigmoid, 'n': torch.tanh}\n"
    text = """
class Cell:
    def gate(self, k, x, h): return ACT[k](x @ self.W[k] + h @ self.U[k])
    def forward(self, x, h):
        z, n = self.gate("z", x, h), self.gate("n", x, h)
        return z * h + (1 - z) * n
"""
    within = text.replace("Cell:", "Cell:\n    " + table).replace("ACT[k]", "self.ACT[k]")
    assert names(table + text) == names(within) == ["Cell"]
    with pytest.raises(NoTarget):
        names(text)


def test_a_helper_that_returns_all_gates_is_no_target() -> None:
    text = """
def gates(p, x, h):
    r, z = 1 / (1 + np.exp(-x @ p["W"])), 1 / (1 + np.exp(-h @ p["U"]))
    return RETURNED
def step(p, x, h):
    r, z, n = gates(p, x, h)
    return z * h + (1 - z) * n
"""
    assert names(text.replace("RETURNED", "r, z, np.tanh(r * h)")) == ["step"]
    assert names(text.replace("RETURNED", "h_new, r, z")) == ["gates", "step"]


def test_a_model_around_a_cell_is_no_target() -> None:
    text = """
class Cell(nn.Module):
    def forward(self, x, h):
        z = torch.sigmoid(self.w(x) + self.u(h))
        return z * h + (1 - z) * torch.tanh(self.w(x))
class Net(nn.Module):
    def __init__(self, words, n):
        self.emb, self.cell, self.out = nn.Embedding(words, n), Cell(n, n), nn.Linear(n, 2)
    def forward(self, ids):
        for e in self.emb(ids):
            h = self.cell(e, h)
        return self.out(h)
"""
    assert names(text) == ["Cell"]


def test_a_layer_that_starts_by_itself_is_a_target_and_the_model_around_it_none() -> None:
    text = """
def gru_layer(tparams, state_below):
    def step(x, h):
        return T.nnet.sigmoid(x) * h + T.tanh(T.dot(h, tparams["U"]))
    return theano.scan(step, sequences=[state_below], outputs_info=[0.0])[0]
def build_model(tparams, options):
    x = T.matrix("x")
    return T.nnet.softmax(gru_layer(tparams, tparams["emb"][x])[-1])
"""
    assert names(text) == ["gru_layer"]


def test_an_autograd_function_is_no_target() -> None:
    text = """
class Step(torch.autograd.Function):
    def forward(ctx, x, h, w): return torch.sigmoid(x @ w) * h
class Cell(nn.Module):
    def forward(self, x, h): return Step.apply(x, h, self.w)
"""
    assert names(text) == ["Cell"]


def test_base_classes_are_no_targets() -> None:
    text = """
class Base:
    def forward(self, x, h): return np.tanh(x @ self.w)
class Gru(Base):
    def step(self, x, h): return np.tanh(x @ self.w)
"""
    assert names(text) == ["Gru"]


def test_a_wrapped_ready_made_cell_is_a_target() -> None:
    text = """
class Encoder(nn.Module):
    def __init__(self, n, m): self.gru = nn.GRU(n, m)
    def forward(self, x, h): return self.gru(x, h)
"""
    assert names(text) == ["Encoder"]


def test_a_class_with_a_forward_pass_may_be_called_anything() -> None:
    text = """
class LoadForecaster(nn.Module):
    def __init__(self, n, m): self.gru = nn.GRU(n, m)
    def forward(self, x): return self.gru(x)
class Trainer:
    def __init__(self, n, m): self.gru = nn.GRU(n, m)
    def fit(self, x): return self.gru(x)
"""
    assert names(text) == ["LoadForecaster"]


def test_a_file_without_a_cell_is_told_so() -> None:
    with pytest.raises(NoTarget, match="no GRU"):
        names("def add(a, b): return a + b")


def test_a_name_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(UsageTrouble) as caught:
        names(STEP, "Gru")
    assert "gru_step" in caught.value.hint
    assert names(STEP, "sigmoid") == ["sigmoid"]
