"""The pool with examiners that only pretend: they answer, sleep or die as the file's name says."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gru_doctor.batch import pool
from gru_doctor.packed import Packed
from gru_doctor.records import Options
from gru_doctor.walk import Task

PRETENDER = """
import os, sys, time
from multiprocessing.connection import Connection
from pathlib import Path
from gru_doctor.records import Result, Target
line = Connection(int(sys.argv[1]))
line.recv()
while True:
    try:
        task = line.recv()
    except EOFError:
        break
    if "slow" in task.path:
        time.sleep(0.5)
    if "dies" in task.path or ("once" in task.path and not Path(task.path).exists()):
        Path(task.path).touch()
        os.kill(os.getpid(), 9)
    line.send([] if "none" in task.path else [Result(Target(task.path, "GRU"), "healthy")])
"""


@pytest.fixture
def examine(monkeypatch, tmp_path):
    monkeypatch.setattr(pool, "EXAMINER", (sys.executable, "-c", PRETENDER))
    told = []

    def examined(*names, jobs=2):
        tasks = [Task(str(tmp_path / name), found=True) for name in names]
        report = pool.examine_with(jobs, tasks, Options(seed=3), lambda *said: told.append(said))
        return report, [r.target.path.rpartition("/")[2] for r in report.results], told

    return examined


def test_results_keep_their_order_and_what_has_none_is_counted(examine):
    report, names, told = examine("slow", "a", "none", "b")
    assert names == ["slow", "a", "b"]
    assert (report.passed_over, report.seed) == (1, 3)
    assert isinstance(report.results, Packed)  # thousands of them take little memory
    assert told[-1] == ("4 of 4 files", 1.0)


def test_a_killed_examiner_loses_nothing_and_is_told(examine):
    report, names, _ = examine("a", "once", "dies", "b")
    assert names == ["a", "once", "dies", "b"]
    assert [r.verdict for r in report.results] == ["healthy", "healthy", "error", "healthy"]
    assert report.results[1].notes == (pool.AGAIN,)
    assert report.results[2].error.message == pool.GONE.format(2)


def test_this_process_stays_light():
    code = (
        "import sys, gru_doctor.batch.pool; sys.exit(not {'numpy', 'torch', 'rich'}.isdisjoint(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
