"""Which plans are taken, by what a call of the user's code gives back."""

from __future__ import annotations

from textwrap import dedent, indent

import numpy as np
import pytest

from gru_doctor.errors import CallTrouble, ConstructTrouble, Trouble
from gru_doctor.loaders.boundary import LONGEST, told
from gru_doctor.loaders.load import load
from gru_doctor.records import Options, Target
from gru_doctor.subject import Call
from tests.loaders.conftest import Loads

CELL = """
import numpy as np

class Cell:
    def __init__(self, n_in, n_hid):
        rng = np.random.default_rng(0)
        self.W, self.U = rng.normal(size=(n_in, 3 * n_hid)), rng.normal(size=(n_hid, 3 * n_hid))

    def forward(self, x, h):
        k = self.U.shape[0]
        a = x @ self.W
        z = 1 / (1 + np.exp(-a[..., :k] - h @ self.U[:, :k]))
        r = 1 / (1 + np.exp(-a[..., k:2 * k] - h @ self.U[:, k:2 * k]))
        new = z * h + (1 - z) * np.tanh(a[..., 2 * k:] + (r * h) @ self.U[:, 2 * k:])
"""


@pytest.fixture
def loaded(tmp_path):
    def from_text(ending, name="Cell"):
        path = tmp_path / "cell.py"
        path.write_text(CELL + indent(dedent(ending), " " * 8), encoding="utf-8")
        return load(Target(str(path), name), Options())

    return from_text


def test_a_step_that_broadcasts_is_no_layer(loaded):
    assert loaded("return new").card.level == "cell"
    with pytest.raises(Trouble):
        loaded("return np.concatenate([new, np.broadcast_to(h, new.shape)], axis=1)")


def test_a_batch_size_written_into_the_code_is_told(loaded):
    subject = loaded("return np.resize(new, (2, k))")
    with pytest.raises(CallTrouble, match="of 3 rows of 7 units it returned"):
        subject.run(Call(np.ones((1, 3, 3)), np.ones((3, 7))))


def test_a_name_that_the_file_takes_back_is_told(loaded):
    with pytest.raises(ConstructTrouble, match="not there once the file has run"):
        loaded("return new\n", "Cell.inner")


def test_an_endless_message_is_cut_before_it_is_kept():
    assert len(told(ValueError("x" * 10**6))) < LONGEST + 20


def test_a_helper_that_no_weight_acts_on_is_no_step(loads: Loads):
    subject = loads(
        """
        import numpy as np

        class Words:
            def __init__(self, n_tokens, n_emb, n_hid):
                self.table = np.random.randn(n_tokens, n_emb)
                self.W = np.random.randn(n_emb + n_hid, 3 * n_hid)
                self.n = n_hid

            @staticmethod
            def _sig(a):
                return 1 / (1 + np.exp(-a))

            def forward(self, ids):
                n, h = self.n, np.zeros((len(ids), self.n))
                states = []
                for t in range(ids.shape[1]):
                    x = self.table[ids[:, t]]
                    z = self._sig(np.hstack([x, h]) @ self.W[:, :n])
                    r = self._sig(np.hstack([x, h]) @ self.W[:, n:2 * n])
                    h = z * h + (1 - z) * np.tanh(np.hstack([x, r * h]) @ self.W[:, 2 * n:])
                    states.append(h)
                return np.stack(states, 1)
        """,
        "Words",
    )
    assert subject.card.level == "layer" and [p.name for p in subject.card.parameters] == ["W"]


def test_a_step_that_returns_the_state_it_keeps_is_a_cell(loads: Loads):
    subject = loads(
        """
        import numpy as np

        class Cell:
            def __init__(self, n_in, n_hid):
                self.W = np.random.randn(n_in + n_hid, 3 * n_hid)
                self.h, self.n = np.zeros((2, n_hid)), n_hid

            def forward(self, x):
                n, xh = self.n, np.hstack([x, self.h])
                z, r = np.split(1 / (1 + np.exp(-xh @ self.W[:, :2 * n])), 2, -1)
                c = np.tanh(np.hstack([x, r * self.h]) @ self.W[:, 2 * n:])
                self.h = z * self.h + (1 - z) * c
                return self.h
        """,
        "Cell",
    )
    assert subject.card.level == "cell" and [p.name for p in subject.card.parameters] == ["W"]
