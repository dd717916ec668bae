"""A backward written by hand beside a forward with a fault: only what is its own is told of it."""

from __future__ import annotations

import pytest

from gru_doctor.checks.gates import compare_gates
from gru_doctor.checks.gradient import check_gradient
from gru_doctor.checks.identifying.convention import identify
from gru_doctor.diagnosis.equations.cell import cell_findings
from gru_doctor.diagnosis.equations.naming import explain
from gru_doctor.diagnosis.gradient.backward import gradient_findings
from gru_doctor.diagnosis.gradient.both import beside
from gru_doctor.records import Options

CELL = """
import numpy as np

def sig(a):
    return 1 / (1 + np.exp(-a))

class Cell:
    def __init__(self, n_in, n_hid):
        rng = np.random.default_rng(0)
        self.Wz, self.Wr, self.Wn = [rng.normal(size=(n_in, n_hid)) for _ in range(3)]
        self.Uz, self.Ur, self.Un = [rng.normal(size=(n_hid, n_hid)) for _ in range(3)]
        self.bz, self.br, self.bn = np.zeros(n_hid), np.zeros(n_hid), np.zeros(n_hid)

    def forward(self, x, h):
        z = sig(x @ self.Wz + h @ self.Uz + self.bz)
        r = sig(x @ self.Wr + h @ self.Ur + self.br)
        n = np.tanh(x @ self.Wn + (r * h) @ self.Un + self.bn)
        self.cache = x, h, z, r, n
        return z * h + (1 - z) * n

    def backward(self, dout):
        x, h, z, r, n = self.cache
        dn = dout * (1 - z) * (1 - n ** 2)
        dz = dout * (h - n) * z * (1 - z)
        drh = dn @ self.Un.T
        dr = drh * h * r * (1 - r)
        self.dWz, self.dUz, self.dbz = x.T @ dz, h.T @ dz, dz.sum(0)
        self.dWr, self.dUr, self.dbr = x.T @ dr, h.T @ dr, dr.sum(0)
        self.dWn, self.dUn, self.dbn = x.T @ dn, (r * h).T @ dn, dn.sum(0)
        dx = dz @ self.Wz.T + dr @ self.Wr.T + dn @ self.Wn.T
        dh = dout * z + drh * r + dz @ self.Uz.T + dr @ self.Ur.T
        return dx, dh
"""
FORWARD = {
    "GRU114": ("(r * h) @ self.Un", "h @ self.Un"),
    "GRU117": ("return z * h + (1 - z) * n", "return z * h + n"),
}
SIGN = ("(h - n)", "(n - h)")


def found(loads, *edits):
    text = CELL
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    options = Options()
    subject = loads(text, "Cell")
    explained = explain(subject, identify(subject, options), options)
    assert explained.explained and explained.named
    cell = cell_findings(subject, explained, compare_gates(subject, explained, options), options)
    both = beside(subject, explained, cell, check_gradient(subject, None, options), options)
    findings = both[len(cell) :]
    return [(f.code, text.splitlines()[f.span.line - 1].strip()) for f in findings]


@pytest.mark.parametrize("code", FORWARD)
def test_a_slip_is_named_on_its_line_beside_the_fault_of_the_forward(loads, code):
    assert found(loads, FORWARD[code], SIGN) == [("GRU211", "dz = dout * (n - h) * z * (1 - z)")]


@pytest.mark.parametrize(
    ("share", "severity"), [("len(x)", "warning"), ("2", "error")], ids=["of the batch", "whatever the batch"]
)
def test_a_mean_over_the_batch_is_told_from_a_half(loads, share, severity):
    text = "\n".join(
        f"{line.split('=')[0]}= "
        + ", ".join(f"({part}) / {share}" for part in line.split("= ")[1].split(", "))
        if line.lstrip().startswith("self.dW")
        else line
        for line in CELL.splitlines()
    )
    subject, options = loads(text, "Cell"), Options()
    identity = identify(subject, options).best
    (finding,) = gradient_findings(subject, identity, check_gradient(subject, identity, options), options)
    assert (finding.code, finding.severity) == ("GRU212", severity)
