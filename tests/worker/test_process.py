"""Workers as the parent sees them: started early, used again, ended whole."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from gru_doctor.worker import process
from gru_doctor.worker.process import Ending, discard_spare, prestart, start
from gru_doctor.worker.wire import receive, send


@pytest.fixture(autouse=True)
def no_server_is_left():
    discard_spare()
    yield
    discard_spare()


@contextmanager
def worker():
    made = start()
    made.stream.settimeout(60)
    try:
        yield made
    finally:
        made.close()


def asked(made, *question):
    send(made.stream, question)
    return receive(made.stream)


def gone(pid):
    """Whether a process has ended, given a moment to do so."""
    for _ in range(50):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_a_worker_answers_and_ends():
    with worker() as made:
        reply = asked(made, 7, "load", "neither a target", "nor options")
        assert reply["to"] == 7 and reply["trouble"][0] == "worker"
    assert made.ending is not None and made.stream.fileno() == -1
    assert made.close() is made.ending


def test_a_server_is_used_again_and_ends_with_the_spare():
    with worker() as first:
        server = first.server
    with worker() as second:
        assert second.server is server
    discard_spare()
    assert gone(server.child.pid) and process._idle == []


def test_one_server_is_started_early_and_only_one():
    prestart()
    prestart()
    (server,) = process._idle
    with worker() as made:
        assert made.server is server


def test_a_server_ended_behind_our_back_is_replaced():
    prestart()
    (server,) = process._idle
    server.child.kill()
    server.child.wait()
    with worker() as made:
        assert asked(made, 1, "load", "x", "y")["to"] == 1


@pytest.mark.parametrize(
    ("status", "told"),
    [(0, "exit code 0"), (7 << 8, "exit code 7"), (11, "signal 11 (SIGSEGV)"), (None, "server")],
)
def test_an_ending_is_told_in_words(status, told):
    assert told in str(Ending(status, ""))


def test_the_parent_needs_no_numpy_to_start_one():
    told = "import sys, gru_doctor.worker.process; print({'numpy', 'torch'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"
