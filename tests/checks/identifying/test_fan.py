"""Many conventions at once give what each gives alone."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.checks.identifying.convention import conventions, error
from gru_doctor.checks.identifying.fan import errors
from gru_doctor.checks.probe import probed
from gru_doctor.records import Convention, Options
from tests.reference import reference


@pytest.mark.parametrize("steps", [1, 3])
@pytest.mark.parametrize("convention", [Convention(), Convention(update="writes", reset="after", biases="2")])
def test_errors_are_those_of_each_convention(convention, steps):
    subject = reference(convention)
    probe = probed(subject, Options(), np.random.default_rng(0), steps)
    grid = list(conventions())
    found = errors(subject.arrays.reading, grid, probe)
    alone = [error(subject.arrays.reading, c, probe) for c in grid]
    assert np.allclose(found, alone, rtol=1e-9, atol=1e-14)
    assert 1 <= sum(e < 1e-12 for e in found) < len(grid) / 2
