"""The warm server: has the loaders imported, starts one process a target, and ends what that left.

No user code runs here. Where forking is safe the process is a fork, which costs milliseconds;
elsewhere it is a fresh interpreter. The parent orders on the control socket, one target at a time:
an ORDER with the target's wire, then END or STUCK, answered by an ENDING and the last prints.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
import time
from contextlib import suppress
from importlib import import_module

from gru_doctor.worker import limits
from gru_doctor.worker.orders import ENDING, KEPT, ORDER, STUCK

CHUNK = 1 << 16
GRACE = 0.3  # seconds in which a stuck process says where it is


def serve_orders(control: socket.socket) -> None:
    """Start what is ordered until the parent is gone."""
    limits.adopt_orphans()
    woken = _waker()
    if limits.FORKS:
        import_module("gru_doctor.worker.serving")
    while True:
        order, wires, _, _ = socket.recv_fds(control, ORDER.size, 1)
        if not wires:
            return
        memory, torch = ORDER.unpack(order)
        if torch and limits.FORKS:
            with suppress(ImportError):  # the worker will say it in the user's terms
                import_module("torch")
        output, theirs = os.pipe()
        child = _started(wires[0], theirs, memory)
        os.close(wires[0])
        os.close(theirs)
        try:
            control.sendall(_watched(control, child, output, woken))
        finally:
            os.close(output)


def _started(wire: int, output: int, memory: int) -> int:
    """The process id of a new worker."""
    if not limits.FORKS:
        os.set_inheritable(wire, True)
        os.set_inheritable(output, True)
        words = [sys.executable, "-m", "gru_doctor.worker", str(wire), str(output), str(memory)]
        return os.posix_spawn(sys.executable, words, os.environ)
    child = os.fork()
    if child == 0:
        from gru_doctor.worker.serving import become

        signal.set_wakeup_fd(-1)
        become(wire, output, memory)
    return child


def _watched(control: socket.socket, child: int, output: int, woken: socket.socket) -> bytes:
    """Drain what the worker prints until the parent calls for its end; how it ended, and the last
    of what it printed. A worker that ends by itself takes all it started with it at once."""
    sources: list[socket.socket | int] = [control, woken, output]
    status: int | None = None
    printed = b""
    while True:
        ready, _, _ = select.select(sources, [], [])
        if output in ready:
            said = os.read(output, CHUNK)
            printed = (printed + said)[-KEPT:]
            sources = sources if said else [control, woken]
        if woken in ready:
            woken.recv(CHUNK)
        if status is None and (ended := os.waitpid(child, os.WNOHANG))[0]:
            status = limits.end_tree(*ended)
        if control in ready:
            break
    if control.recv(1) == STUCK and status is None:
        os.kill(child, signal.SIGUSR1)
        time.sleep(GRACE)
    if status is None:
        status = limits.end_tree(child)
    printed = (printed + _rest(output))[-KEPT:]
    return ENDING.pack(status, len(printed)) + printed


def _rest(output: int) -> bytes:
    """What is left in the pipe, which a process that got away may still hold open."""
    os.set_blocking(output, False)
    try:
        return os.read(output, CHUNK)
    except BlockingIOError:
        return b""


def _waker() -> socket.socket:
    """Readable once a child has ended."""
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    signal.set_wakeup_fd(theirs.detach())
    return ours
