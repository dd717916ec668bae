"""Published cells that are no plain GRU, as files."""

from __future__ import annotations

import pytest

from gru_doctor.checks.gates import compare_gates
from gru_doctor.checks.identifying.convention import identify
from gru_doctor.diagnosis.equations.naming import explain
from gru_doctor.doctor import examine_all
from gru_doctor.equations.gru import EQUATIONS
from gru_doctor.records import Options

MGU = """
    import torch

    class Unit(torch.nn.Module):
        def __init__(self, i, h):
            super().__init__()
            self.gate, self.idea = torch.nn.Linear(i + h, h), torch.nn.Linear(i + h, h)

        def forward(self, x, h):
            f = torch.sigmoid(self.gate(torch.cat((x, h), dim=-1)))
            n = torch.tanh(self.idea(torch.cat((x, f * h), dim=-1)))
            return (1 - f) * h + f * n
"""
LIGRU = """
    import numpy as np

    def step(x, h, Wn, Wz, Un, Uz, bn, bz):
        z = 1 / (1 + np.exp(-(x @ Wz + h @ Uz + bz)))
        return z * h + (1 - z) * np.maximum(x @ Wn + h @ Un + bn, 0)
"""
OPTIONS = Options(checks=("trust", "gates", "gradient"), in_process=True)


def test_the_gradient_of_a_variant_is_not_held_to_the_backward_pass_of_the_gru(write):
    (result,) = examine_all([str(write(MGU))], OPTIONS, lambda *_: None).results
    assert (result.verdict, result.convention.variant) == ("healthy", "MGU")
    assert {c.name: c.status for c in result.checks}["gradient"] == "pass"


@pytest.mark.parametrize("text", [LIGRU, LIGRU.replace("z * h +", "z * z * h +")])
def test_only_the_equations_of_the_gru_are_called_published(loads, text):
    subject = loads(text, "step")
    found = explain(subject, identify(subject, OPTIONS), OPTIONS)
    assert not found.published


@pytest.mark.parametrize(
    ("text", "change", "variant", "code"),
    [
        (LIGRU, ("z * h + (1 - z)", "z * h + z"), "Li-GRU", "GRU117"),
        (LIGRU, ("z = 1 / (1 + np.exp(-(x @ Wz + h @ Uz + bz)))", "z = np.tanh(x @ Wz + h @ Uz + bz)"),
         "Li-GRU", "GRU116"),
        (MGU, ("f * n", "n"), "MGU", "GRU117"),
        (MGU, ("torch.tanh(self", "torch.sigmoid(self"), "MGU", "GRU116"),
    ],
)  # fmt: skip
def test_a_fault_of_a_variant_is_told_of_the_variant(loads, text, change, variant, code):
    subject = loads(text.replace(*change), "step" if text is LIGRU else "Unit")
    found = explain(subject, identify(subject, OPTIONS), OPTIONS)
    assert [n.fault.code for n in found.named] == [code]
    assert found.identity.convention.variant == variant
    assert compare_gates(subject, found, OPTIONS).status == "fail"


def test_what_a_variant_lacks_is_not_told_of_it(loads):
    subject = loads(LIGRU, "step")
    found = explain(subject, identify(subject, OPTIONS), OPTIONS)
    convention = found.identity.convention
    assert (convention.variant, convention.reset) == ("Li-GRU", None)
    assert found.equations["candidate"] is not EQUATIONS["candidate"]


AGRU = """
    import numpy as np

    def step(fact, memory, g, Wr, W, Ur, U, br, b):
        r = 1 / (1 + np.exp(-(fact @ Wr + memory @ Ur + br)))
        idea = np.tanh(fact @ W + r * (memory @ U) + b)
        return g * idea + (1 - g) * memory
"""


def verdict(write, text):
    (result,) = examine_all([str(write(text))], OPTIONS, lambda *_: None).results
    return result.verdict, result.convention and result.convention.variant


def test_attention_in_the_place_of_the_update_gate_is_an_agru(write):
    assert verdict(write, AGRU) == ("healthy", "AGRU")


@pytest.mark.parametrize(
    ("right", "wrong"), [("r * (memory @ U)", "memory @ U"), (" g,", ""), ("g * idea", "idea")]
)
def test_a_wrong_one_and_one_without_a_score_are_no_agru(write, right, wrong):
    text = AGRU.replace(right, wrong).replace("g * idea + (1 - g) * memory" if right == " g," else "", "idea")
    assert verdict(write, text)[1] != "AGRU"
