"""Every way to write the same fault is underlined at the expression that is wrong."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from gru_doctor.checks.gates import compare_gates
from gru_doctor.checks.identifying.convention import identify
from gru_doctor.diagnosis.equations.cell import cell_findings
from gru_doctor.diagnosis.equations.choosing import settled
from gru_doctor.diagnosis.equations.naming import explain
from gru_doctor.diagnosis.equations.readings import reading_findings
from gru_doctor.records import Options

HEAD = """
import numpy as np

def sigmoid(a):
    return 1 / (1 + np.exp(-a))
"""
CELL = """
class Cell:
    def __init__(self, n_in, n_hid):
        rng = np.random.default_rng(0)
        self.Wz, self.Wr, self.Wn = [rng.normal(size=(n_in, n_hid)) for _ in range(3)]
        self.Uz, self.Ur, self.Un = [rng.normal(size=(n_hid, n_hid)) for _ in range(3)]
        self.bz, self.br, self.bn = np.zeros(n_hid), np.zeros(n_hid), np.zeros(n_hid)

    def forward(self, x, h):
"""
Z = "z = sigmoid(x @ self.Wz + h @ self.Uz + self.bz)"
R = "r = sigmoid(x @ self.Wr + h @ self.Ur + self.br)"
N = "n = np.tanh(x @ self.Wn + (r * h) @ self.Un + self.bn)"
OUT = "return z * h + (1 - z) * n"

# Each fault: its codes, and for each way to write it the lines and what must be underlined.
LONG = {
    "GRU114": (
        "return sigmoid(x @ self.Wz + h @ self.Uz + self.bz) * h"
        " + (1 - sigmoid(x @ self.Wz + h @ self.Uz + self.bz))"
        " * np.tanh(x @ self.Wn + h @ self.Un + self.bn)"
    ),
}
WAYS = [
    # GRU114: the candidate takes h where r * h belongs.
    ("GRU114", "over statements", "", [Z, R, "n = np.tanh(x @ self.Wn + h @ self.Un + self.bn)", OUT],
     {"h"}, "h @ self.Un"),
    ("GRU114", "three statements", "",
     [Z, R, "a = x @ self.Wn + self.bn", "u = h @ self.Un", "n = np.tanh(a + u)", OUT], {"h"}, "h @ self.Un"),
    ("GRU114", "in a helper",
     "def candidate(x, h, W, U, b):\n    return np.tanh(x @ W + h @ U + b)",
     [Z, R, "n = candidate(x, h, self.Wn, self.Un, self.bn)", OUT], {"h"}, "h @ U"),
    ("GRU114", "in one expression", "", [R, LONG["GRU114"]], {"h"}, "h @ self.Un"),
    # GRU117: z * h + n.
    ("GRU117", "over statements", "", [Z, R, N, "return z * h + n"], {"z * h + n"}, "z * h + n"),
    ("GRU117", "three statements", "", [Z, R, N, "old = z * h", "new = n", "return old + new"],
     {"old + new"}, "old + new"),
    ("GRU117", "in a helper", "def blend(z, h, n):\n    return z * h + n", [Z, R, N, "return blend(z, h, n)"],
     {"z * h + n"}, "z * h + n"),
    # GRU117: z * h + z * n.
    ("GRU117", "the other weight", "", [Z, R, N, "return z * h + z * n"], {"z * n", "z", "z * h"}, "z * "),
    # GRU119: h is no longer the old state when it is read for the last time.
    ("GRU119", "a new name", "", [R, "h = r * h", Z, N.replace("(r * h)", "h"), OUT], {"r * h"}, "h = r * h"),
    ("GRU119", "handed on", "",
     [Z, R, "h = np.tanh(x @ self.Wn + (r * h) @ self.Un + self.bn)", "h = z * h + (1 - z) * h",
      "out = np.array([h])[0].copy()", "return out"],
     {"np.tanh(x @ self.Wn + (r * h) @ self.Un + self.bn)", "z * h", "z * h + (1 - z) * h"}, "h = "),
    ("GRU119", "in place", "def gate(x, h, W, U, b):\n    return sigmoid(x @ W + h @ U + b)",
     ["h = 1 * h", "z = gate(x, h, self.Wz, self.Uz, self.bz)", "h *= z",
      "r = gate(x, h, self.Wr, self.Ur, self.br)", N, "return h + (1 - z) * n"],
     {"h *= z"}, "h *= z"),
    # GRU116: a tanh where a sigmoid belongs.
    ("GRU116", "over statements", "", [Z, "r = np.tanh(x @ self.Wr + h @ self.Ur + self.br)", N, OUT],
     {"np.tanh(x @ self.Wr + h @ self.Ur + self.br)"}, "np.tanh(x @ self.Wr"),
    ("GRU116", "three statements", "",
     [Z, "a = x @ self.Wr", "a = a + h @ self.Ur + self.br", "r = np.tanh(a)", N, OUT], {"np.tanh(a)"},
     "np.tanh(a)"),
    ("GRU116", "in a helper", "def gate(x, h, W, U, b):\n    return np.tanh(x @ W + h @ U + b)",
     [Z, "r = gate(x, h, self.Wr, self.Ur, self.br)", N, OUT],
     {"np.tanh(x @ W + h @ U + b)", "gate(x, h, self.Wr, self.Ur, self.br)"}, "np.tanh(x @ W + h @ U + b)"),
    ("GRU116", "in a helper that is right as what it is",
     "def soft(a):\n    e = np.exp(a - a.max(-1, keepdims=True))\n    return e / e.sum(-1, keepdims=True)",
     [R, "z = soft(x @ self.Wz + h @ self.Uz + self.bz)", N, OUT],
     {"soft(x @ self.Wz + h @ self.Uz + self.bz)"}, "z = soft("),
    ("GRU116", "in a turn of a loop",
     "ACT = (sigmoid, np.tanh)\ndef gate(k, x, h, p):\n    return ACT[k](x @ p[0] + h @ p[1] + p[2])",
     ["own = (self.Wz, self.Uz, self.bz), (self.Wr, self.Ur, self.br)", "g = []", "for k in range(2):",
      "    g.append(gate(k, x, h, own[k]))", "z, r = g", N, OUT],
     {"gate(k, x, h, own[k])"}, "g.append(gate("),
    # GRU110: the reset gate uses the update gate's recurrent matrix.
    ("GRU110", "over statements", "", [Z, "r = sigmoid(x @ self.Wr + h @ self.Uz + self.br)", N, OUT],
     {"self.Uz", "h @ self.Uz"}, "self.Uz + self.br"),
    ("GRU110", "three statements", "",
     [Z, "a = x @ self.Wr + self.br", "u = h @ self.Uz", "r = sigmoid(a + u)", N, OUT],
     {"self.Uz", "h @ self.Uz"}, "u = h @ self.Uz"),
]  # fmt: skip


def source(helper, lines, blank=0):
    gaps = ("\n" * (blank + 1)).join(lines)
    return HEAD + "\n" * blank + helper + "\n" + CELL + indent(dedent(gaps), " " * 8) + "\n"


def findings_of(subject, options):
    study = identify(subject, options)
    explained = settled(subject, explain(subject, study, options), options)
    gates = compare_gates(subject, explained, options)
    found = cell_findings(subject, explained, gates, options)
    return found + reading_findings(subject, explained, options)


def underlined(finding, text):
    """The stretch of the file that the finding's span covers."""
    s, lines = finding.span, text.splitlines()
    assert s.line == s.end_line
    return lines[s.line - 1][s.column - 1 : s.end_column - 1]


@pytest.mark.parametrize(
    ("code", "helper", "lines", "wanted", "stands"),
    [pytest.param(c, h, lines, w, s, id=f"{c} {way}") for c, way, h, lines, w, s in WAYS],
)
def test_the_wrong_expression_is_underlined(loads, code, helper, lines, wanted, stands):
    text = source(helper, lines)
    (finding,) = findings_of(loads(text, "Cell"), Options())
    assert code in (finding.code, *finding.also)
    assert finding.severity == "error"
    assert underlined(finding, text) in wanted
    assert stands in text.splitlines()[finding.span.line - 1]
    assert finding.evidence.error > 1e-3 and finding.evidence.error_if_repaired < 1e-12


@pytest.mark.parametrize(
    ("helper", "line", "wanted"),
    [
        ("", "r = sigmoid(x @ self.Wr + h @ self.Ur.T + self.br)", {"self.Ur.T", "h @ self.Ur.T"}),
        (
            "def turned(h, U):\n    return h @ U.T",
            "r = sigmoid(x @ self.Wr + turned(h, self.Ur) + self.br)",
            {"U.T", "h @ U.T", "turned(h, self.Ur)"},
        ),
    ],
    ids=["in the gate", "in a helper"],
)
def test_a_matrix_read_the_other_way_round_is_underlined(loads, helper, line, wanted):
    text = source(helper, [Z, line, N, OUT])
    (finding,) = findings_of(loads(text, "Cell"), Options())
    assert (finding.code, finding.gate, finding.parameter) == ("GRU118", "reset", "Ur")
    assert underlined(finding, text) in wanted


@pytest.mark.parametrize("blank", [1, 2, 5])
def test_blank_lines_move_the_finding_along(loads, blank):
    text = source("", [Z, R, N, "return z * h + n"], blank)
    (finding,) = findings_of(loads(text, "Cell"), Options())
    assert underlined(finding, text) == "z * h + n"
    assert finding.span.line == text.splitlines().index("        return z * h + n") + 1


def test_two_faults_stand_on_two_lines(loads):
    bare = "n = np.tanh(x @ self.Wn + h @ self.Un + self.bn)"
    text = source("", [Z, R, bare, "return z * h + n"])
    found = findings_of(loads(text, "Cell"), Options())
    assert {(f.code, underlined(f, text)) for f in found} == {("GRU114", "h"), ("GRU117", "z * h + n")}


def test_a_right_cell_gives_no_finding(loads):
    for blank in (0, 2):
        text = source("", [Z, R, N, OUT], blank)
        assert findings_of(loads(text, "Cell"), Options(seed=blank)) == []


@pytest.mark.parametrize(
    ("odd", "stands"),
    [
        ("r = sigmoid(0.7 * (x @ self.Wr) + h @ self.Ur + self.br)", "0.7 * (x @ self.Wr)"),
        (
            "r = sigmoid(x @ self.Wr + h @ self.Ur + self.br) ** 1.3",
            "sigmoid(x @ self.Wr + h @ self.Ur + self.br) ** 1.3",
        ),
    ],
)
def test_what_has_no_name_stands_at_the_first_wrong_value(loads, odd, stands):
    text = source("", [Z, odd, N, OUT])
    (finding,) = findings_of(loads(text, "Cell"), Options())
    assert (finding.code, finding.gate) == ("GRU102", "reset")
    assert underlined(finding, text) == stands
