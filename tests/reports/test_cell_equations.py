from __future__ import annotations

from dataclasses import replace

import pytest

from gru_doctor.records import Card, Convention
from gru_doctor.reports.cell_equations import UNTOLD, cell_equations

CARD = Card("C", "numpy", "cell", 3, 7, (), True, False, False, None)


@pytest.mark.parametrize(
    ("convention", "candidate"),
    [
        (Convention(reset="before", biases="1"), "n = tanh(x W_n + (r ⊙ h) U_n + b_n)"),
        (Convention(reset="after", biases="2"), "n = tanh(x W_n + b_n + r ⊙ (h U_n + c_n))"),
        (Convention(reset="after", biases="1"), "n = tanh(x W_n + b_n + r ⊙ (h U_n))"),
        (Convention(reset="after", biases="0"), "n = tanh(x W_n + r ⊙ (h U_n))"),
        (Convention(reset=None), UNTOLD),
    ],
)
def test_the_candidate(convention, candidate):
    assert cell_equations(CARD, convention)["candidate"] == candidate


def test_the_gates_and_the_blend():
    told = cell_equations(CARD, Convention(update="writes", biases="2", gate_activation="hard_sigmoid"))
    assert told["update"] == "z = hard_sigmoid(x W_z + h U_z + b_z + c_z)"
    assert told["blend"] == "h' = (1 − z) ⊙ h + z ⊙ n"
    assert cell_equations(CARD, Convention(update=None))["blend"] == UNTOLD


def test_what_is_no_plain_gru_has_none():
    assert cell_equations(replace(CARD, kind="lstm"), Convention()) == {}
    assert cell_equations(CARD, Convention(variant="ligru")) == {}
