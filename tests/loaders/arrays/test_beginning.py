"""First weights that the code itself gives."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.diagnosis.beginnings import beginning_findings
from gru_doctor.loaders.arrays.beginning import ONE, ZERO
from gru_doctor.subject import Call
from tests.loaders.conftest import CELL

W, U = "np.random.randn(n_in, 3 * n_hid)", "np.random.randn(n_hid, 3 * n_hid)"


@pytest.mark.parametrize(
    ("w", "u", "told"),
    [
        (W, U, ""),
        (W, "np.zeros((n_hid, 3 * n_hid))", ""),
        ("np.zeros((n_in, 3 * n_hid))", "np.zeros((n_hid, 3 * n_hid))", ZERO),
        ("np.full((n_in, 3 * n_hid), 0.1)", "np.zeros((n_hid, 3 * n_hid))", ONE),
    ],
)
def test_matrices_that_all_begin_alike_are_told(loads, w, u, told):
    subject = loads(CELL.replace(W, w).replace(U, u), "Cell")
    assert (subject.card.first, subject.card.input_size) == (told, 3)
    assert [f.code for f in beginning_findings(subject.card)] == ["GRU404"] * bool(told)


def test_a_cell_whose_weights_begin_at_zero_is_called_like_any_other(loads):
    joint = CELL.replace(W, "np.zeros((n_in, 3 * n_hid))").replace(U, "np.zeros((n_hid, 3 * n_hid))")
    subject = loads(joint, "Cell")
    subject.assign({p.name: np.full(p.shape, 0.1) for p in subject.card.parameters})
    low, high = (subject.run(Call(np.full((1, 2, 3), x), np.zeros((2, 7)))).last for x in (0.1, 0.9))
    assert np.all(low < high)
