"""The plugin as pytest runs it: items, outcomes, the mark, the fixture, and what it costs unused."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from gru_doctor.items import examined, told
from gru_doctor.records import Evidence, Finding, Report, Result, Span, Target

ROOT = Path(__file__).parent.parent
FAULTY = str(ROOT / "fixtures/faulty/blend_not_convex.py")
TESTS = """
import numpy as np
import pytest

def sig(a):
    return 1 / (1 + np.exp(-a))

@pytest.mark.gru(expect="pytorch")
class Ours:
    def __init__(self, n, m):
        draw = np.random.default_rng(0).normal
        self.W, self.U = draw(size=(3 * m, n)), draw(size=(3 * m, m))
        self.b, self.c = draw(size=3 * m), draw(size=3 * m)

    def forward(self, x, h):
        m = h.shape[1]
        a, g = x @ self.W.T + self.b, h @ self.U.T + self.c
        r, z = sig(a[:, :m] + g[:, :m]), sig(a[:, m:2 * m] + g[:, m:2 * m])
        return (1 - z) * np.tanh(a[:, 2 * m:] + r * g[:, 2 * m:]) + z * h

def test_fixture(gru_doctor):
    assert gru_doctor.check(Ours(3, 7), expect="pytorch").healthy
"""


PLUGIN = ("-p", "gru_doctor.pytest_plugin")


def pytest_run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:randomly", "-rA", "-v"]
    env = {**os.environ, **environment}
    return subprocess.run([*command, *arguments], cwd=folder, capture_output=True, text=True, env=env)


def _entry_points() -> list[str]:
    from importlib.metadata import entry_points

    return [e.name for e in entry_points(group="pytest11")]


def test_a_faulty_file_fails_with_the_diagnosis_and_in_junit(tmp_path):
    (tmp_path / "test_ours.py").write_text(TESTS)
    installed = "gru_doctor" in "".join(_entry_points())
    ran = pytest_run(tmp_path, *(() if installed else PLUGIN), "--junitxml=out.xml", "--gru-doctor", FAULTY)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "GRU117-blend-not-convex" in ran.stdout and "read more" in ran.stdout
    assert re.search(r"PASSED \S*test_ours\.py::test_fixture", ran.stdout) and "Ours::gates" in ran.stdout
    junit = (tmp_path / "out.xml").read_text()
    assert "<failure" in junit and "blend-not-convex" in junit


def test_k_and_x_choose_among_its_items_too(tmp_path):
    (tmp_path / "test_ours.py").write_text("def test_nothing():\n    pass\n")
    alone = ("-p", "xdist", *PLUGIN)  # each of three processes would import every plugin there is
    asked = ("-n2", "-x", "-k", "GRU117", "--gru-doctor", FAULTY)
    ran = pytest_run(tmp_path, *alone, *asked, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    assert "1 failed" in ran.stdout and "passed" not in ran.stdout, ran.stdout + ran.stderr


def python(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT
    ).stdout.strip()


def test_it_costs_nothing_unused():
    own = "sorted(m for m in sys.modules if 'gru_doctor' in m or m in ('numpy', 'torch', 'hypothesis'))"
    found = python(f"import sys, pytest, gru_doctor.pytest_plugin; print({own})")
    assert found == "['gru_doctor', 'gru_doctor.pytest_plugin']"


def test_each_check_and_finding_is_an_item():
    result = Result(
        Target("a.py", "Cell"),
        "faulty",
        checks=(
            Evidence("gates", "fail", 0.3, 1e-12, detail="differs"),
            Evidence("sequence", "skipped", detail="a cell"),
        ),
        findings=(
            Finding(
                "GRU114",
                "reset-not-applied",
                "error",
                "candidate",
                "h stands there",
                Span("a.py", 3, 1, 3, 2),
            ),
            Finding("GRU502", "mutates-input", "warning", None, "it writes"),
        ),
    )
    items = list(told(Report("0", 0, (result,)), {}))
    outcomes = {i.name: i.outcome for i in items}
    assert outcomes == {
        "Cell::gates": "fail", "Cell::sequence": "skip",
        "Cell::GRU114-reset-not-applied-3": "fail", "Cell::GRU502-mutates-input": "warn",
    }  # fmt: skip
    assert "h stands there" in items[2].text and "it writes" not in items[2].text
    lifted = {i.name: i.outcome for i in told(Report("0", 0, (result,)), {"ignore": ["GRU114"]})}
    assert lifted["Cell::gates"] == "pass" and "Cell::GRU114-reset-not-applied-3" not in lifted


def test_what_cannot_be_examined_is_an_item_that_fails(tmp_path):
    (item,) = told(examined(str(tmp_path / "missing.py"), {}), {})
    assert item.outcome == "fail" and "no such file" in item.text
