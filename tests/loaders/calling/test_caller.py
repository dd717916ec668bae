"""Extra inputs of a step or of a layer: masks, weights of attention, lengths."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.errors import NotExamined
from gru_doctor.subject import Call
from tests.loaders.conftest import CELL, Loads

WEIGHED = CELL.replace("def forward(self, x, h):", "def forward(self, x, h, importance):").replace(
    "return z * h + (1 - z) * c",
    "w = (1 - z) * importance[:, None]\n        return (1 - w) * h + w * c",
)
RAGGED = (
    CELL
    + """
class Ragged(Cell):
    def run(self, feats, lengths):
        h, out = np.zeros((feats.shape[0], len(self.b) // 3)), []
        for t in range(feats.shape[1]):
            h = np.where((t < lengths)[:, None], self.forward(feats[:, t], h), h)
            out.append(h)
        return {"all": np.stack(out, 1), "last": h}
"""
)
RAGGED = RAGGED.replace("def forward", "def advance").replace("self.forward", "self.advance")


def test_what_a_step_is_given_beside_x_and_h_weighs_it(loads: Loads) -> None:
    weighed = loads(WEIGHED, "Cell")
    assert weighed.card.level == "cell" and weighed.card.takes_mask
    generator = np.random.default_rng(1)
    xs, h = generator.normal(size=(3, 2, 3)), generator.uniform(-0.9, 0.9, (2, 7))
    mask = np.array([[1.0, 1.0], [1.0, 0.0], [1.0, 0.0]])
    states = weighed.run(Call(xs, h, mask)).outputs
    assert states is not None
    np.testing.assert_array_equal(states[0, 1], states[2, 1])
    assert not np.array_equal(states[0, 0], states[2, 0])


def test_lengths_hold_the_state_and_keep_their_name(loads: Loads) -> None:
    ragged = loads(RAGGED, "Ragged")
    mask = np.array([[1.0, 1.0], [1.0, 1.0], [1.0, 0.0]])
    found = ragged.run(Call(np.random.default_rng(1).normal(size=(3, 2, 3)), None, mask))
    assert found.outputs is not None
    np.testing.assert_array_equal(found.outputs[1, 1], found.outputs[2, 1])


def test_lengths_cannot_tell_of_a_gap(loads: Loads) -> None:
    mask = np.array([[1.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    with pytest.raises(NotExamined, match="between real steps"):
        loads(RAGGED, "Ragged").run(Call(np.zeros((3, 2, 3)), None, mask))
