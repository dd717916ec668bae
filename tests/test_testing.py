"""What people call in their own tests, on every kind of thing they may hand over."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import numpy as np
import pytest

import gru_doctor
from gru_doctor.errors import UsageTrouble
from gru_doctor.records import Options
from gru_doctor.testing import assert_healthy, check, load, satisfies_laws

LINES = Path(__file__).read_text(encoding="utf-8").splitlines()
GATES = Options(checks=("trust", "gates"), in_process=True)


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


class Right:
    def __init__(self, input_size, hidden_size):
        self.W = np.random.randn(input_size, 3 * hidden_size)
        self.U = np.random.randn(hidden_size, 3 * hidden_size)

    def step(self, x, h):
        a_z, a_r, a_n = np.split(x @ self.W, 3, axis=1)
        u_z, u_r, u_n = np.split(self.U, 3, axis=1)
        z, r = sigmoid(a_z + h @ u_z), sigmoid(a_r + h @ u_r)
        return z * h + (1 - z) * np.tanh(a_n + (r * h) @ u_n)


class Wrong(Right):
    def step(self, x, h):
        a_z, a_r, a_n = np.split(x @ self.W, 3, axis=1)
        u_z, u_r, u_n = np.split(self.U, 3, axis=1)
        z, _ = sigmoid(a_z + h @ u_z), sigmoid(a_r + h @ u_r)
        return z * h + (1 - z) * np.tanh(a_n + h @ u_n)


class Unusual:
    """Nobody can guess what its constructor wants."""

    def __init__(self, blueprint):
        self.inner = Right(blueprint.rooms.first, blueprint.rooms.second)

    def step(self, x, h):
        return self.inner.step(x, h)


def codes(report):
    return [f.code for r in report.results for f in r.findings]


@pytest.mark.parametrize(
    "thing", [Right, Right(3, 7), f"{__file__}:Right"], ids=["class", "instance", "path"]
)
def test_a_healthy_thing_of_every_kind(thing):
    report = assert_healthy(thing, options=GATES)
    assert report.results[0].convention.reset == "before"


def test_a_faulty_class_fails_with_its_diagnosis():
    with pytest.raises(AssertionError, match="GRU114 reset-not-applied") as failure:
        assert_healthy(Wrong, options=GATES)
    line = 1 + LINES.index("        return z * h + (1 - z) * np.tanh(a_n + h @ u_n)")
    assert f"{__file__}:{line}" in str(failure.value).replace("\n", "")


def test_what_is_ignored_may_stand():
    assert_healthy(Wrong, ignore=["GRU114"], options=GATES)


def test_a_class_defined_in_a_function_keeps_its_lines():
    def squash(a):
        return 1 / (1 + np.exp(-a))

    class Inner:
        def __init__(self, input_size, hidden_size):
            self.U = np.random.randn(hidden_size, 3 * hidden_size)
            self.W = np.random.randn(input_size, 3 * hidden_size)

        def step(self, x, h):
            a_z, a_r, a_n = np.split(x @ self.W, 3, axis=1)
            u_z, u_r, u_n = np.split(self.U, 3, axis=1)
            z, r = squash(a_z + h @ u_z), squash(a_r + h @ u_r)
            return z * h + (1 - z) * np.tanh(a_n + r * h @ u_n.T)  # here

    (result,) = check(Inner, options=GATES).results
    line = next(n for n, text in enumerate(LINES, 1) if text.endswith("  # here"))
    span = result.findings[0].span
    assert (span.file, span.line) == (__file__, line)
    assert "u_n" in LINES[line - 1][span.column - 1 :]


def test_an_instance_that_cannot_be_built_anew_is_taken_as_it_is():
    class Rooms:
        first, second = 3, 5

    class Blueprint:
        rooms = Rooms

    (result,) = check(Unusual(Blueprint), options=GATES).results
    assert (result.verdict, result.card.hidden_size, result.target.name) == ("healthy", 5, "Unusual")


def test_a_function_and_a_module():
    from tests import plain_functions

    for thing in (plain_functions, plain_functions.gru_step):
        (result,) = check(thing, options=GATES).results
        assert (result.verdict, result.target.name) == ("healthy", "gru_step")


def test_a_cell_of_the_framework_itself():
    import torch

    report = check(torch.nn.GRUCell(3, 7), expect="pytorch", options=GATES)
    assert report.healthy


def test_the_process_is_as_before():
    import torch

    np.random.seed(3)
    random.seed(3)
    before = torch.get_default_dtype(), list(sys.path), list(sys.meta_path), sys.modules.copy()
    check(Right, options=GATES)
    drawn = np.random.rand(), random.random()
    assert before[:3] == (torch.get_default_dtype(), list(sys.path), list(sys.meta_path))
    assert all(sys.modules[n] is m for n, m in before[3].items())
    np.random.seed(3)
    random.seed(3)
    assert drawn == (np.random.rand(), random.random())


def test_what_cannot_be_read_is_an_error_and_no_exception():
    made = {}
    exec("class Ghost:\n    def step(self, x, h):\n        return h", made)
    (result,) = check(made["Ghost"]).results
    assert result.verdict == "error" and "source text" in result.error.message


def test_an_unknown_convention_is_refused():
    with pytest.raises(UsageTrouble, match="no convention is called"):
        check(Right, expect="no such")


def test_a_report_shows_itself():
    report = gru_doctor.check(Right, options=GATES)
    assert repr(report).startswith("HEALTHY") and "Right" in report._repr_html_()


def test_one_call_makes_the_suite():
    suite = satisfies_laws(Right, max_examples=3)
    assert {"test_diagnosis", "test_causality", "test_equations", "test_default_state"} <= set(dir(suite))
    suite().test_determinism()
    with pytest.raises(Exception, match="it returns no sequence"):
        suite().test_causality()


def test_the_suite_of_a_faulty_cell_fails_with_the_smallest_example():
    with pytest.raises(AssertionError, match=r"laws\.equations\(load\(Wrong\)|laws.equations"):
        satisfies_laws(Wrong, max_examples=30)().test_equations()


def test_a_path_with_several_targets_is_refused():
    with pytest.raises(UsageTrouble, match="several"):
        load(__file__)
