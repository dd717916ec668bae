"""Code that kills, forks, floods, hangs or forges ends in trouble, or in nothing, for the parent."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest

from gru_doctor.errors import CallTrouble, TimeTrouble, Trouble, WorkerTrouble
from gru_doctor.records import Options, Target
from gru_doctor.subject import Call
from gru_doctor.worker import process
from gru_doctor.worker.client import opened

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="macOS lacks half of the limits")

CELL = """
import atexit, ctypes, json, os, signal, socket, struct, subprocess, sys, time
import numpy as np

class GRU:
    {top}

    def __init__(self, n_in, n_units):
        rng = np.random.RandomState(0)
        self.n_units = n_units
        self.W = rng.uniform(-0.3, 0.3, (n_in, 3 * n_units))
        self.U = rng.uniform(-0.3, 0.3, (n_units, 3 * n_units))

    def forward(self, x, h):
        {step}
        k = self.n_units
        a, u = x @ self.W, h @ self.U
        z = 1 / (1 + np.exp(-a[:, :k] - u[:, :k]))
        r = 1 / (1 + np.exp(-a[:, k:2 * k] - u[:, k:2 * k]))
        n = np.tanh(a[:, 2 * k:] + r * u[:, 2 * k:])
        return z * h + (1 - z) * n
"""
OPTIONS = Options(timeout=20.0, memory=1024)
CALL = Call(np.full((1, 2, 3), 0.25), np.full((2, 7), 0.5))


@pytest.fixture
def cell(tmp_path):
    """Writes the cell with something in it; the target it is."""

    def write(step="pass", top="pass"):
        path = tmp_path / "cell.py"
        path.write_text(CELL.format(step=step, top=top))
        return Target(str(path), "GRU", 5)

    return write


def state(target, options=OPTIONS):
    """The state after one call in a worker."""
    with opened(target, options) as subject:
        return subject.run(CALL).last


@pytest.fixture(scope="module")
def right(tmp_path_factory):
    path = tmp_path_factory.mktemp("right") / "cell.py"
    path.write_text(CELL.format(step="pass", top="pass"))
    return state(Target(str(path), "GRU", 5))


@pytest.mark.parametrize(
    ("step", "how"),
    [
        ("os.abort()", "SIGABRT"),
        ("ctypes.string_at(0)", "SIGSEGV"),
        ("os.kill(os.getppid(), 9)", "server"),
        ("os.closerange(0, 1 << 20)", "closing its own connection"),
    ],
)
def test_a_worker_that_ends_says_how(cell, step, how):
    with pytest.raises(WorkerTrouble, match=how) as caught:
        state(cell(step))
    assert caught.value.hint


def test_a_crash_names_its_line(cell):
    with pytest.raises(WorkerTrouble) as caught:
        state(cell("ctypes.string_at(0)"))
    assert caught.value.line == 15


def test_an_endless_loop_names_its_line_and_ends_in_time(cell):
    began = time.monotonic()
    with pytest.raises(TimeTrouble) as caught:
        state(cell("\n        while True: pass"), Options(timeout=2.0))
    assert caught.value.line == 16
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("step", "message"),
    [("sys.exit(0)", "stopped"), ("return self.forward(x, h)", "recurs"), ("np.ones(1 << 32)", "memory")],
)
def test_what_the_code_does_to_itself_is_its_trouble(cell, step, message):
    with pytest.raises(Trouble, match=message) as caught:
        # Many ways to call it are tried, each to the end.
        state(cell(step, top="sys.setrecursionlimit(300)"), replace(OPTIONS, level="cell"))
    assert isinstance(caught.value, CallTrouble) or caught.value.kind == "construct"


@pytest.mark.parametrize(
    "top",
    [
        "os.closerange(0, 256)",
        "sys.stdout.close()",
        "json.dumps = json.loads = json.JSONDecoder = None",
        "socket.socket = struct.Struct = os.read = os.write = None",
        "sys.settrace = None",
        "np.allclose = lambda *a, **k: True",
        'print(\'{"verdict": "healthy"}\' * 300000)',
    ],
)
def test_what_does_not_concern_the_cell_changes_nothing(cell, top, right):
    np.testing.assert_array_equal(state(cell(top=f"T = None; {top}")), right)


@pytest.mark.parametrize(
    "kid",
    [
        "os.fork() or time.sleep(1000)",
        "os.fork() or (os.setsid(), os.fork(), time.sleep(1000))",
        "subprocess.Popen(['sleep', '1000'], start_new_session=True)",
    ],
)
def test_no_process_is_left(cell, kid, tmp_path):
    target = cell(top=f"K = os.chdir({str(tmp_path)!r}), {kid}")
    with opened(target, OPTIONS):
        assert len(processes_in(tmp_path)) > 1
    assert not processes_in(tmp_path)


def processes_in(folder):
    """The processes whose current folder it is, whoever their parent."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with suppress(OSError):
            found += [pid] if os.readlink(f"/proc/{pid}/cwd") == str(folder) else []
    return found


def test_a_forked_second_worker_is_found_out(cell):
    with opened(cell(top="K = os.fork()"), OPTIONS) as subject:
        time.sleep(1)  # until both have told that they are loaded
        with pytest.raises(WorkerTrouble, match="no question of ours"):
            subject.run(CALL)


@pytest.mark.parametrize("frame", [b"x" * 100, b"GRU1" + bytes(7) + b"\x0e" + bytes(8) + b'{"~d":[[1,1]]}'])
def test_forged_frames_are_refused(cell, frame):
    top = f"""
    for fd in range(3, 5000):
        try: os.write(fd, {frame!r})
        except OSError: pass"""
    with pytest.raises(WorkerTrouble, match="makes no sense"):
        state(cell(top=top))


def test_the_next_target_is_safe_from_the_last(cell, right):
    with suppress(Trouble):
        state(cell("np.exp = None", top="T = sys.modules.clear()"))
    np.testing.assert_array_equal(state(cell()), right)


def test_secrets_of_the_environment_stay_here(cell, monkeypatch):
    monkeypatch.setenv("API_TOKEN", "secret")
    process.discard_spare()
    leak = "open(f'/proc/{os.getppid()}/environ').read() + str(os.environ)"
    target = cell(top=f"T = None if 'API_TOKEN' not in {leak} else os._exit(9)")
    assert state(target) is not None


def test_prints_are_told_on_demand_only(cell, capfd):
    target = cell("print('from the cell')")
    state(target)
    assert capfd.readouterr() == ("", "")
    state(target, Options(verbose=True))
    out, err = capfd.readouterr()
    assert out == "" and err.rstrip().endswith("from the cell")
