"""A Subject in another process: the same answers, and trouble told once."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from textwrap import dedent

import numpy as np
import pytest

from gru_doctor.errors import (
    KINDS,
    CallTrouble,
    ImportTrouble,
    NotExamined,
    Trouble,
    WorkerTrouble,
)
from gru_doctor.loaders.load import load
from gru_doctor.records import Options, Target
from gru_doctor.subject import Call, Edit
from gru_doctor.worker.client import _told, opened
from gru_doctor.worker.process import discard_spare
from gru_doctor.worker.wire import Malformed

SOURCE = """
    import numpy as np

    def sigmoid(a):
        return 1 / (1 + np.exp(-a))

    class Cell:
        def __init__(self, n_in, n_hid):
            rng = np.random.default_rng(0)
            self.W, self.U = rng.normal(size=(n_in, 3 * n_hid)), rng.normal(size=(n_hid, 3 * n_hid))

        def forward(self, x, h):
            k = h.shape[1]
            a = x @ self.W
            z = sigmoid(a[:, :k] + h @ self.U[:, :k])
            r = sigmoid(a[:, k:2 * k] + h @ self.U[:, k:2 * k])
            return z * h + (1 - z) * np.tanh(a[:, 2 * k:] + (r * h) @ self.U[:, 2 * k:])
"""
OPTIONS = Options(timeout=60.0)


@pytest.fixture(scope="module", autouse=True)
def no_server_is_left():
    yield
    discard_spare()


@pytest.fixture
def target(tmp_path):
    def written(text=SOURCE, old="", new=""):
        assert old in text
        path = tmp_path / "mine.py"
        path.write_text(dedent(text).replace(old, new), encoding="utf-8")
        return Target(str(path), "Cell")

    return written


def call_of(seed=0):
    rng = np.random.default_rng(seed)
    return Call(rng.normal(size=(3, 2, 3)), rng.normal(size=(2, 7)))


def test_every_answer_is_the_one_given_here(target):
    here, call = load(target(), OPTIONS), call_of()
    with opened(target(), OPTIONS) as there:
        assert there.card == here.card
        weights = {p.name: np.full(p.shape, 0.3) for p in there.card.parameters}
        here.assign(weights)
        there.assign(weights)
        for name, found in there.weights().items():
            np.testing.assert_array_equal(found, weights[name])
        np.testing.assert_array_equal(there.run(call).last, here.run(call).last)
        edits = [Edit("W", 0, 2.0), Edit("U", 5, -1.0)]
        np.testing.assert_array_equal(there.sweep(call, edits), here.sweep(call, edits))
        seen, expected = there.record(call), here.record(call)
        assert seen.sites == expected.sites
        assert [(m.site, m.begin) for m in seen.moments] == [(m.site, m.begin) for m in expected.moments]


def test_trouble_comes_through_with_its_kind_hint_and_line(target):
    broken = target(SOURCE, "class Cell:", "class Cell:\n    scale = undefined_name\n")
    with pytest.raises(ImportTrouble) as raised, opened(broken, OPTIONS):
        pass
    assert raised.value.line and "undefined_name" in raised.value.message


def test_a_gradient_that_is_not_there_is_trouble_and_the_rest_goes_on(target):
    with opened(target(), OPTIONS) as there:
        with pytest.raises(Trouble):
            there.gradient(call_of(), np.ones((3, 2, 7)))
        assert there.run(call_of()).last is not None


def test_an_ended_process_is_told(target):
    ended = target(SOURCE, "k = h.shape[1]", "import os; print('farewell', flush=True); os._exit(5)")
    with pytest.raises(WorkerTrouble) as raised, opened(ended, OPTIONS):
        pass
    assert "exit code 5" in raised.value.message and "farewell" in raised.value.message


def test_in_process_nothing_is_started(target, monkeypatch):
    monkeypatch.setattr("gru_doctor.worker.client.start", None)
    with opened(target(), Options(in_process=True)) as subject:
        assert subject.run(call_of()).last is not None


def test_what_the_file_printed_last_comes_with_the_trouble(target):
    text = SOURCE + "\n    for n in range(9): print('line', n, chr(27))\n    raise ValueError(n)\n"
    options = replace(OPTIONS, run_file=True)
    with pytest.raises(ImportTrouble) as caught, opened(target(text), options):
        pass
    assert caught.value.printed == "line 6 ?\nline 7 ?\nline 8 ?"


def test_where_there_can_be_no_process_that_is_said(target, monkeypatch, capsys):
    monkeypatch.setattr("gru_doctor.worker.client.start", None)
    monkeypatch.setattr("gru_doctor.worker.client.SEPARATE", False)
    with opened(target(), OPTIONS) as subject:
        assert subject.run(call_of()).last is not None
    assert "without limits" in capsys.readouterr().err


def test_without_fork_each_worker_is_a_fresh_interpreter(target, monkeypatch):
    serve = "import sys, socket; from gru_doctor.worker import limits; limits.FORKS = False; "
    serve += "from gru_doctor.worker.server import serve_orders; "
    serve += "serve_orders(socket.socket(fileno=int(sys.argv[1])))"
    popen = subprocess.Popen

    def launched(command, **options):
        return popen([command[0], "-c", serve, command[-1]], **options)

    discard_spare()
    monkeypatch.setattr("gru_doctor.worker.process.subprocess.Popen", launched)
    with opened(target(), OPTIONS) as subject:
        assert subject.run(call_of()).last is not None
    discard_spare()


def test_weights_too_large_for_the_wire_are_told(target, monkeypatch):
    monkeypatch.setattr("gru_doctor.worker.client.LIMIT", 1000)
    with pytest.raises(NotExamined, match="too large"), opened(target(), OPTIONS):
        pass


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_trouble_is_raised_as_itself(kind):
    with pytest.raises(KINDS[kind]) as raised:
        _told({"to": 3, "trouble": (kind, "so", "do this", 12)}, 3)
    assert (raised.value.message, raised.value.hint, raised.value.line) == ("so", "do this", 12)


def test_what_moves_the_cursor_is_not_passed_on():
    with pytest.raises(CallTrouble) as raised:
        _told({"to": 3, "trouble": ("call", "a\x1b[2Jb", "", None)}, 3)
    assert "\x1b" not in raised.value.message


@pytest.mark.parametrize(
    "reply",
    [
        {"to": 4, "value": 1},
        {"value": 1},
        {"to": 3},
        {"to": 3, "value": 1, "trouble": ("call", "", "", None)},
        {"to": 3, "trouble": ("call", "", "")},
        {"to": 3, "trouble": (1, "", "", None)},
        ("to", 3),
        None,
    ],
    ids=str,
)
def test_an_answer_to_another_question_is_nonsense(reply):
    with pytest.raises(Malformed):
        _told(reply, 3)
