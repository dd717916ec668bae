"""What the run decides where the numbers alone cannot."""

from dataclasses import replace

import pytest

from gru_doctor.doctor import examine_all
from gru_doctor.records import Options

OPTIONS = replace(Options(in_process=True), checks=("trust", "gates"))
CELL = """\
import numpy as np


def squash(a):
    return 1 / (1 + np.exp(-a))


class Cell:
    def __init__(self, D, H):
        self.W = np.random.randn(3, D, H) / 2
        self.U = np.random.randn(3, H, H) / 2

    def step(self, x, h):
        one = squash(x @ self.W[0] + h @ self.U[0])
        two = squash(x @ self.W[1] + h @ self.U[1])
        new = np.tanh(x @ self.W[2] + ({resets} * h) @ self.U[2])
        return {blend}
"""
CANDIDATE = CELL.splitlines().index("        new = np.tanh(x @ self.W[2] + ({resets} * h) @ self.U[2])") + 1


@pytest.mark.parametrize("blend", ["one * h + (1 - one) * new", "(1 - one) * h + one * new"])
def test_one_gate_in_both_places_is_blamed_where_it_is_read_least(tmp_path, blend):
    path = tmp_path / "cell.py"
    path.write_text(CELL.format(resets="one", blend=blend))
    (result,) = examine_all([str(path)], OPTIONS, lambda stage, done: None).results
    assert [f.span.line for f in result.findings] == [CANDIDATE]


@pytest.mark.parametrize("name", ["r", "reset_gate", "z", "u_t"])
def test_one_gate_in_both_places_is_blamed_where_its_name_does_not_belong(tmp_path, name):
    text = CELL.format(resets="one", blend="one * h + (1 - one) * new").replace("one", name)
    text = text.replace("two", "z" if name.startswith("r") else "r")
    path = tmp_path / "cell.py"
    path.write_text(text)
    (result,) = examine_all([str(path)], OPTIONS, lambda stage, done: None).results
    due = ("GRU129", CANDIDATE) if name in ("z", "u_t") else ("GRU117", CANDIDATE + 1)
    assert [(f.code, f.span.line) for f in result.findings] == [due]


SLICED = """\
import numpy as np

H = 5
W, U = np.random.randn(3, 3 * H), np.random.randn(H, 3 * H)


def step(x, h):
    both = 1 / (1 + np.exp(-(x @ W[:, :2 * H] + h @ U[:, :2 * H])))
    {first} = both[:, :H]
    {later} = both[:, :H]
    new = np.tanh(x @ W[:, 2 * H:] + (reset * h) @ U[:, 2 * H:])
    return h + update * (new - h)
"""


@pytest.mark.parametrize(("first", "later"), [("update", "reset"), ("reset", "update")])
def test_of_two_gates_that_are_one_the_later_is_the_copy(tmp_path, first, later):
    path = tmp_path / "cell.py"
    path.write_text(SLICED.format(first=first, later=later))
    (result,) = examine_all([str(path)], OPTIONS, lambda stage, done: None).results
    assert [(f.code, f.span.line) for f in result.findings] == [("GRU110", 10)]


def test_one_half_under_both_names_is_crossed_and_no_gate_in_the_place_of_the_other(tmp_path):
    path = tmp_path / "cell.py"
    path.write_text(SLICED.format(first="update", later="reset").replace("both[:, :H]\n    reset", "reset"))
    (result,) = examine_all([str(path)], OPTIONS, lambda stage, done: None).results
    assert [f.code for f in result.findings] == ["GRU110"]


@pytest.mark.parametrize("gates", [("one", "two"), ("two", "one")])
def test_two_gates_in_their_places_are_right(tmp_path, gates):
    path = tmp_path / "cell.py"
    path.write_text(CELL.format(resets=gates[0], blend="{0} * h + (1 - {0}) * new".format(gates[1])))
    (result,) = examine_all([str(path)], OPTIONS, lambda stage, done: None).results
    assert result.verdict == "healthy"


@pytest.mark.parametrize(
    ("one", "code"), [("one", "GRU129"), ("squash(x @ self.W[0] + h @ self.U[0])", "GRU110")]
)
def test_a_gate_in_the_place_of_the_other_is_no_gate_computed_twice(tmp_path, one, code):
    """z in the candidate is a wrong operand; a reset gate computed with the weights of z is crossed."""
    path = tmp_path / "cell.py"
    text = CELL.replace("({resets} * h)", "(two * h)" if code == "GRU110" else f"({one} * h)")
    text = text.replace("squash(x @ self.W[1] + h @ self.U[1])", one) if code == "GRU110" else text
    path.write_text(text.format(blend="one * h + (1 - one) * new"))
    (result,) = examine_all([str(path)], OPTIONS, lambda stage, done: None).results
    (finding,) = result.findings
    assert finding.code == code and {"GRU110", "GRU129"} <= {code, *finding.also}
