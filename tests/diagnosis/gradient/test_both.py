"""A wrong forward beside a right or a wrong backward: what is said of the backward."""

from __future__ import annotations

import pytest

from gru_doctor.checks.gradient import check_gradient
from gru_doctor.diagnosis.gradient.both import OWN, REPAIRED, beside, within_steps
from gru_doctor.examining.inner import inner_cell
from gru_doctor.records import Evidence, Finding, Options
from tests.diagnosis.gradient.test_carrying import LAYER, SUM
from tests.sources import CELL

CAUSE = Finding("GRU114", "reset-not-applied", "error", "candidate", "the reset gate is not applied")
RESET = ("n = np.tanh(xn + r * hn)", "n = np.tanh(xn + hn)")
BLEND = ("return z * h + (1 - z) * n", "return z * h + n")
SIGN = ("dz = dout * (h - n)", "dz = dout * (n - h)")
OWN_BACKWARD = (("dm = dan * r", "dm = dan"), ("dr = dan * hn", "dr = 0 * dan"))


def said(loads, *edits):
    text = CELL
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    subject = loads(text, "Cell")
    explained = inner_cell(subject, Options()).explained
    return beside(subject, explained, [CAUSE], check_gradient(subject, None, Options()), Options())


@pytest.mark.parametrize("forward", [RESET, BLEND])
def test_a_backward_that_is_right_for_the_repaired_forward(forward, loads):
    (only,) = said(loads, forward)
    assert only.message.endswith(REPAIRED)


def test_a_backward_that_belongs_to_the_forward_as_it_stands(loads):
    (only,) = said(loads, RESET, *OWN_BACKWARD)
    assert only.message.endswith(OWN)


def test_a_backward_that_is_wrong_as_well_is_named_besides(loads):
    first, second = said(loads, RESET, SIGN)
    assert first == CAUSE and (second.code, second.gate) == ("GRU211", "gradient")


def test_a_backward_that_fits_nothing_is_told_as_such(loads):
    first, second = said(loads, RESET, ("dz = dout * (h - n)", "dz = dout * (h - n) ** 3"))
    assert first == CAUSE and second.code == "GRU201"
    assert second.source[0].strip() == "dz = dout * (h - n) ** 3"


def test_two_slips_beside_a_fault_of_the_forward_are_told_apart(loads):
    _, *both = said(loads, BLEND, SIGN, ("dh = dout * z + dh_side", "dh = dh_side"))
    assert {f.code for f in both} == {"GRU210", "GRU211"} and all(f.span for f in both)


def test_the_backward_may_show_which_weight_of_the_blend_was_meant(loads):
    wrong = ("return z * h + (1 - z) * n", "return (1 - z) * h + (1 - z) * n")
    _, *found = said(loads, wrong, ("dm = dan * r", "dm = dan"))
    assert [f.code for f in found] == ["GRU215"]


@pytest.mark.parametrize(
    "edits",
    [(RESET, *OWN_BACKWARD), (BLEND, ("dan = dout * (1 - z)", "dan = dout"), (SIGN[0], "dz = dout * h"))],
)
def test_a_slip_in_a_backward_that_belongs_to_the_forward_as_it_stands(edits, loads):
    _, *found = said(loads, *edits, ("dh = dout * z + dh_side", "dh = dh_side"))
    assert [f.code for f in found] == ["GRU210"] and "as it stands" in found[0].message


JOINED = """
import numpy as np

def s(a):
    return 1 / (1 + np.exp(-a))

class Cell:
    def __init__(self, D, H):
        self.D, self.H = D, H
        self.Wg, self.Wn = np.random.randn(D + H, 2 * H), np.random.randn(D + H, H)

    def forward(self, x, h):
        both = np.hstack([x, h])
        z, r = np.split(s(both @ self.Wg), 2, axis=1)
        row = np.hstack([x, h])
        n = np.tanh(row @ self.Wn)
        self.cache = both, row, h, z, r, n
        return z * h + (1 - z) * n

    def backward(self, g):
        both, row, h, z, r, n = self.cache
        dn, dz = g * (1 - z) * (1 - n * n), g * (h - n) * z * (1 - z)
        back = dn @ self.Wn.T
        gates = np.hstack([dz, back[:, self.D:] * h * r * (1 - r)])
        self.dWn, self.dWg = row.T @ dn, both.T @ gates
        side = gates @ self.Wg.T
        return side[:, :self.D] + back[:, :self.D], g * z + side[:, self.D:] + back[:, self.D:] * r
"""


@pytest.mark.parametrize(("difference", "codes"), [("(h - n)", []), ("(n - h)", ["GRU211"])])
def test_what_the_cache_has_from_the_wrong_forward_is_no_fault_of_the_backward(difference, codes, loads):
    subject = loads(JOINED.replace("(h - n)", difference), "Cell")
    explained = inner_cell(subject, Options()).explained
    first, *found = beside(subject, explained, [CAUSE], check_gradient(subject, None, Options()), Options())
    assert [f.code for f in found] == codes and first.message.endswith(REPAIRED) is not bool(codes)


def test_a_carry_lost_beside_a_wrong_forward_stands_in_the_loop(loads):
    text = LAYER.replace("h = u * h + (1 - u) * c", "h = u * h + c").replace(SUM, "d = dout[t]")
    subject = loads(text, "Layer")
    explained = inner_cell(subject, Options()).explained
    found = beside(subject, explained, [CAUSE], check_gradient(subject, None, Options()), Options())
    assert [f.code for f in found] == ["GRU114", "GRU216"] and found[1].source[0].strip() == "d = dout[t]"


@pytest.mark.parametrize("slope", ["(1 - r)", "(1 + r)"])
def test_a_slip_within_a_step_is_told_beside_a_fault_of_the_sequence(slope, loads):
    text = LAYER.replace("h = u * h + (1 - u) * c", "y = u * h + (1 - u) * c").replace("(h)\n", "(y)\n", 1)
    text = text.replace("dc * k * r * (1 - r)", f"dc * k * r * {slope}")
    subject = loads(text, "Layer")
    explained = inner_cell(subject, Options()).explained
    found = within_steps(subject, explained, check_gradient(subject, None, Options()), Options())
    assert [f.code for f in found] == (["GRU214"] if "+" in slope else [])


def test_nothing_is_said_where_the_gradient_was_not_looked_at(loads):
    subject = loads(CELL.replace(*RESET), "Cell")
    explained = inner_cell(subject, Options()).explained
    skipped = Evidence("gradient", "skipped")
    assert beside(subject, explained, [CAUSE], skipped, Options()) == [CAUSE]


def test_nothing_is_said_of_a_backward_where_the_forward_leaves_gates_unread(loads):
    assert said(loads, ("return z * h + (1 - z) * n", "return hn")) == [CAUSE]
