"""Ready-made stacks of PyTorch's: several layers, two directions, bare or inside a module."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from gru_doctor.checks.arrangement import assembled
from gru_doctor.diagnosis.layer.arrangement import arrangement_findings
from gru_doctor.loaders.building.storeys import received
from gru_doctor.loaders.load import load
from gru_doctor.records import Options, Target
from gru_doctor.subject import Call
from tests.loaders.conftest import Loads

BARE = "import torch\nlayers = torch.nn.GRU(3, 7{})\n"
WRAPPED = """
import torch
from torch import nn

class Encoder(nn.Module):
    def __init__(self, emb_dim, hid_dim):
        super().__init__()
        self.rnn = nn.GRU(emb_dim, hid_dim, 2, bidirectional=True, batch_first=True)

    def forward(self, seen, hidden=None):
        out, last = self.rnn(seen, hidden)
        return RESULT
"""


@pytest.mark.parametrize(
    ("options", "parts", "hidden", "told"),
    [
        (", num_layers=2", 2, 7, "one above the other"),
        (", 3, bidirectional=True, bias=False", 6, 14, "in both directions, side by side"),
    ],
)
def test_each_layer_and_direction_is_a_layer_of_its_own(tmp_path, options, parts, hidden, told):
    path = tmp_path / "bare.py"
    path.write_text(BARE.format(options))
    subject = load(Target(str(path), "layers"), Options())
    assert (subject.card.parts, subject.card.ready, subject.card.hidden_size) == (parts, "made", hidden)
    assembly = assembled(subject, Options())
    assert assembly.evidence.status == "pass" and assembly.found.told == told


def test_one_layer_of_it_can_be_asked_for(tmp_path):
    path = tmp_path / "bare.py"
    path.write_text(BARE.format(", num_layers=2"))
    first, second = (load(Target(str(path), "layers"), Options(part=k)) for k in (1, 2))
    assert (first.card.input_size, second.card.input_size) == (3, 7)
    asked = Call(np.ones((3, 2, 3)), np.zeros((2, 7)))
    assert first.run(asked).outputs.shape == (3, 2, 7)


@pytest.mark.parametrize(
    ("result", "code"),
    [
        ("(out, last)", None),
        ("out[..., :7] + out[..., 7:]", None),
        ("torch.cat([last[0], last[1]], -1)", "GRU111"),
        ("out[:, -1]", "GRU314"),
    ],
)
def test_what_is_made_of_its_output_is_right_or_proven_wrong(loads: Loads, result, code):
    text = WRAPPED.replace("RESULT", result)
    subject = loads(text, "Encoder")
    assembly = assembled(subject, Options())
    findings = arrangement_findings(subject, assembly)
    assert assembly.found is not None and [f.code for f in findings] == [code] * bool(code)
    line = text.splitlines().index(f"        return {result}") + 1
    assert [f.span.line for f in findings] == [line] * bool(code)


def test_a_stack_behind_an_embedding_is_given_vectors_by_number(loads: Loads):
    made = "self.table = nn.Embedding(n, emb_dim)\n        self.rnn = "
    text = WRAPPED.replace("RESULT", "out").replace("self.rnn = ", made)
    text = text.replace("(self, emb_dim", "(self, n, emb_dim").replace("rnn(seen", "rnn(self.table(seen)")
    subject = loads(text, "Encoder")
    assert (subject.card.parts, subject.card.input_size, subject.card.hidden_size) == (4, 3, 14)
    assert assembled(subject, Options()).evidence.status == "pass"


CHAINED = """
from torch import nn

class Chain(nn.Module):
    def __init__(self, in_dim, hid_dim):
        super().__init__()
        self.low = nn.GRU(in_dim, hid_dim)
        self.high = nn.GRU(hid_dim, hid_dim)

    def forward(self, x):
        y, _ = self.low(x)
        z, _ = self.high(y)
        return RESULT
"""


@pytest.mark.parametrize(("result", "code"), [("z", []), ("y", ["GRU111"])])
def test_several_in_one_module_are_layers_of_it(loads: Loads, result, code):
    subject = loads(CHAINED.replace("RESULT", result), "Chain")
    found = arrangement_findings(subject, assembled(subject, Options()))
    assert subject.card.parts == 2 and [f.code for f in found] == code


def test_what_the_first_ready_made_layer_is_given_is_seen() -> None:
    class Model(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.gru = torch.nn.GRU(3, 4)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.gru(torch.relu(x))[0]

    model, x = Model(), torch.linspace(-1, 1, 24).reshape(4, 2, 3)
    assert torch.equal(received(model, lambda: model(x)), torch.relu(x))
    assert received(model.gru, lambda: model.gru(x)) is None  # it is not inside of anything
    assert not model.gru._forward_pre_hooks
