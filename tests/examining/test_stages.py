"""What each stage is held to."""

from __future__ import annotations

import pytest

from gru_doctor.equations.gru import EQUATIONS
from gru_doctor.equations.reading import Identity
from gru_doctor.examining.stages import own_forward
from gru_doctor.explained import Explained
from gru_doctor.records import Convention, Evidence
from tests.reference import reference


@pytest.mark.parametrize("variant", [None, "MGU"])
def test_only_the_gradient_of_a_plain_gru_is_held_to_its_own_backward_pass(variant):
    identity = Identity(Convention(variant=variant), reference().arrays.reading, 0.0)
    found = own_forward(Explained(identity, (), True, EQUATIONS), Evidence("sequence", "pass"))
    assert found is (identity if variant is None else None)
