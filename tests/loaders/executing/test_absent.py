"""Packages that are not there."""

from __future__ import annotations

import ast
import sys

import pytest

from gru_doctor.doctor import examine_all
from gru_doctor.loaders.executing.absent import Nothing, shadowed
from gru_doctor.loaders.executing.standing import surround
from gru_doctor.records import Options

CELL = """
    import numpy as np
    from nowhere_typing import Float
    from nowhere_tools.deep import checked, scaled

    @checked(deep=True)
    def step(x: Float["b d"], h: Float["b h"], W, U, b):
        gx, gh = x @ W + b, h @ U
        n = h.shape[1]
        z, r = 1 / (1 + np.exp(-(gx[:, :n] + gh[:, :n]))), 1 / (1 + np.exp(-(gx[:, n:2*n] + gh[:, n:2*n])))
        return (1 - z) * np.tanh(gx[:, 2*n:] + r * gh[:, 2*n:]) + z * h
"""
OPTIONS = Options(checks=("trust", "gates"), in_process=True)


def result(path):
    (found,) = examine_all([str(path)], OPTIONS, lambda *_: None).results
    return found


def test_what_decorates_annotates_or_logs_is_not_needed(write):
    found = result(write(CELL))
    assert found.verdict == "healthy"
    assert sum("is not installed" in note for note in found.notes) == 2


@pytest.mark.parametrize("needed", ["scaled(x) @ W", "x @ scaled(W)", "x @ W * scaled.factor"])
def test_what_would_be_a_number_is_told_by_its_package(write, needed):
    found = result(write(CELL.replace("x @ W", needed)))
    assert (found.verdict, found.error.kind) == ("error", "import")
    assert "No module named 'nowhere_tools'" in found.error.message
    assert "install 'nowhere_tools'" in found.error.hint


def test_an_import_that_the_file_guards_still_fails():
    tree = ast.parse("try:\n    import nowhere_fast\nexcept ImportError:\n    pass")
    assert shadowed(tree, ()) == ([], [])


def test_a_module_beside_the_file_is_no_absent_package(tmp_path):
    (tmp_path / "nowhere_near.py").write_text("")
    (tmp_path / "nowhere_far").mkdir()
    tree = ast.parse("import nowhere_near, nowhere_far.one, json")
    assert shadowed(tree, (tmp_path,)) == ([], [])


def test_nothing_hands_back_what_it_decorates_bare_or_with_options():
    def step():
        """Decorated."""

    nothing = Nothing()
    assert nothing(step) is step
    assert nothing(fast=True)("f8(f8)")(step) is step


def test_what_is_registered_goes_with_the_next_file(write):
    assert result(write(CELL)).verdict == "healthy"
    surround(ast.parse(""))
    assert not any(name.startswith("nowhere") for name in sys.modules)


def test_a_file_on_a_substitute_leaves_nothing_to_the_next(write):
    text = CELL.replace("nowhere_tools.deep import checked, scaled", "numba import njit as checked")
    assert [result(write(t)).verdict for t in (text, CELL)] == ["healthy", "healthy"]
