"""GRU190: each respect is told with its conversion, proven; a match is silent."""

from __future__ import annotations

import pytest

from gru_doctor.doctor import examine_all
from gru_doctor.records import Options

CELL = """
import numpy as np

def sigmoid(a):
    return {sigmoid}

class Cell:
    def __init__(self, n_in, n_hid):
        self.W = np.random.randn(n_in, 3 * n_hid)
        self.U = np.random.randn(n_hid, 3 * n_hid)
        self.b = np.zeros(3 * n_hid)
        self.c = np.zeros(3 * n_hid)

    def forward(self, x, h):
        a_{a}, a_{b}, a_n = np.split(x @ self.W + self.b, 3, axis=-1)
        U_{a}, U_{b}, U_n = np.split(self.U, 3, axis=-1)
        c_{a}, c_{b}, c_n = np.split(self.c, 3)
        z = sigmoid(a_z + h @ U_z + c_z)
        r = sigmoid(a_r + h @ U_r + c_r)
        n = np.tanh({candidate})
        return {blend}
"""
BEFORE, AFTER = "a_n + (r * h) @ U_n + c_n", "a_n + r * (h @ U_n + c_n)"
KEEPS, WRITES = "z * h + (1 - z) * n", "(1 - z) * h + z * n"
SMOOTH, HARD = "1 / (1 + np.exp(-a))", "np.clip(0.2 * a + 0.5, 0, 1)"


def cell(order="rz", candidate=AFTER, blend=KEEPS, sigmoid=SMOOTH, biases=2):
    text = CELL.format(a=order[0], b=order[1], candidate=candidate, blend=blend, sigmoid=sigmoid)
    if biases == 2:
        return text
    kept = [line for line in text.splitlines() if "self.c" not in line]
    return "\n".join(kept).replace(" + c_n", "").replace(" + c_z", "").replace(" + c_r", "")


@pytest.fixture
def findings(write):
    def found(text, expect):
        options = Options(checks=("trust", "gates"), in_process=True, expect=expect)
        (result,) = examine_all([write(text)], options, lambda *_: None).results
        assert result.verdict == ("faulty" if result.findings else "healthy")
        assert all(f.code == "GRU190" and f.severity == "error" for f in result.findings)
        return result.findings

    return found


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        (cell(), "pytorch"),
        (cell("zr"), "keras"),
        (cell("zr", BEFORE, biases=1), "keras-reset-before"),
        (cell(candidate=BEFORE, biases=1), "tf1"),
        (cell("zr", BEFORE, WRITES), "chung2014"),
        (cell("zr", BEFORE, sigmoid=HARD, biases=1), "keras2"),
    ],
)
def test_a_match_is_silent(findings, text, expect):
    assert findings(text, expect) == ()


@pytest.mark.parametrize(
    ("text", "expect", "respect", "remedy", "line"),
    [
        (cell(blend=WRITES), "pytorch", "update polarity", "W_z (in W), U_z (in U), b_z (in b), c_z (in c)",
         "return (1 - z) * h + z * n [z writes]"),
        (cell(), "keras", "gate order", "of W, U, b, c take blocks [1, 0, 2]",
         "a_r, a_z, a_n = np.split(x @ self.W"),
        (cell(candidate=BEFORE), "cho2014-v1", "reset placement", "no conversion of the weights exists",
         "n = np.tanh(a_n + (r * h) @ U_n + c_n)"),
        (cell(), "flax", "biases", "b_z (in b) + c_z (in c), b_r (in b) + c_r (in c)", ""),
        (cell(), "flax-nnx", "biases", "c_n (in c) stands inside r ⊙ (…)", ""),
        (cell("zr", BEFORE), "keras-reset-before", "biases", "b_n (in b) + c_n (in c)", ""),
        (cell("zr", BEFORE, biases=1), "onnx", "biases", "store zeros", ""),
        (cell(sigmoid=HARD), "pytorch", "gate activation", "no conversion of the weights exists",
         "z = sigmoid(a_z + h @ U_z + c_z) [hard sigmoid of slope 0.2]"),
    ],
)  # fmt: skip
def test_one_respect_is_told_with_its_conversion(findings, text, expect, respect, remedy, line):
    (finding,) = findings(text, expect)
    assert f"differs in {respect}: " in finding.message
    assert remedy in finding.remedy
    assert line in finding.actual
    _proven(finding)


def _proven(finding):
    """Unconverted the numbers differ; converted they are the user's own; where none exists, so it says."""
    proof = finding.evidence
    if "store zeros" in finding.remedy:
        assert proof.error is None
        return
    assert proof.error > 1e-3 and proof.example
    if "no conversion" in finding.remedy:
        assert proof.error_if_repaired is None
    else:
        assert proof.error_if_repaired < 1e-14


def test_each_respect_is_an_error_of_its_own(findings):
    found = findings(cell("zr", BEFORE, WRITES, biases=1), "pytorch")
    assert [f.message.split(": ")[1] for f in found] == [
        "it differs in update polarity", "it differs in reset placement", "it differs in biases",
        "it differs in gate order",
    ]  # fmt: skip


def test_rows_in_the_other_order(findings):
    text = """
        import numpy as np

        class Cell:
            def __init__(self, n_in, n_hid):
                self.G = np.random.randn(n_hid + n_in, 2 * n_hid)
                self.g = np.zeros(2 * n_hid)
                self.C = np.random.randn(n_hid + n_in, n_hid)
                self.c = np.zeros(n_hid)

            def forward(self, x, h):
                a = 1 / (1 + np.exp(-(np.concatenate([h, x], axis=1) @ self.G + self.g)))
                r, z = np.split(a, 2, axis=1)
                n = np.tanh(np.concatenate([r * h, x], axis=1) @ self.C + self.c)
                return z * h + (1 - z) * n
    """
    (finding,) = findings(text, "tf1")
    assert "differs in rows: [h, x], expected [x, h]" in finding.message
    assert finding.remedy == "of G, C put the rows of the input first"
    _proven(finding)


def test_a_variant_follows_no_named_convention(findings):
    text = cell().replace("r = sigmoid(a_r + h @ U_r + c_r)", "r = z").replace("3 *", "2 *")
    text = text.replace("a_r, a_z, a_n", "a_z, a_n").replace("U_r, U_z, U_n", "U_z, U_n")
    text = text.replace("c_r, c_z, c_n", "c_z, c_n").replace(", 3", ", 2")
    (finding,) = findings(text, "pytorch")
    assert finding.message == "PyTorch was expected: this is the variant MGU"
