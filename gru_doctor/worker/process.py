"""Workers as the parent sees them; standard library only, so that the first can start early."""

from __future__ import annotations

import atexit
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass

from gru_doctor.worker.orders import END, ENDING, ORDER, STUCK

KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT",
        "VIRTUAL_ENV", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # fmt: skip
ONE_THREAD = {
    name: "1"
    for name in (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
    )
}
QUIET = {"MPLBACKEND": "Agg", "PYTHONIOENCODING": "utf-8", "PYTHONWARNINGS": "ignore"}
PATIENCE = 10.0  # seconds for the server to clear up; it waits for nobody, so this is never reached
MEMORY = 4096

# Windows cannot hand an open socket to a server of ours: there the code runs in this process.
SEPARATE = hasattr(socket, "send_fds")


@dataclass(frozen=True)
class Ending:
    """How a worker ended: its wait status, None where the server ended too, and its last prints."""

    status: int | None
    printed: str

    def __str__(self) -> str:
        if self.status is None:
            return "with the server that started it"
        code = os.waitstatus_to_exitcode(self.status)
        if code == -signal.SIGKILL:
            return "by being killed, or by closing its own connection"
        return f"by signal {_signal(-code)}" if code < 0 else f"with exit code {code}"


def _signal(number: int) -> str:
    with suppress(ValueError):
        return f"{number} ({signal.Signals(number).name})"
    return str(number)


@dataclass
class Server:
    """A process that starts workers, one at a time; the socket it is told on."""

    child: subprocess.Popen[bytes]
    control: socket.socket

    def order(self, wire: socket.socket, memory: int, torch: bool) -> None:
        """Have a worker started on `wire`; returns at once."""
        socket.send_fds(self.control, [ORDER.pack(memory, torch)], [wire.fileno()])

    def called_off(self, how: bytes) -> Ending:
        """End the worker and whatever it started."""
        self.control.settimeout(PATIENCE)
        try:
            self.control.sendall(how)
            status, size = ENDING.unpack(self._exactly(ENDING.size))
            return Ending(status, self._exactly(size).decode(errors="replace"))
        except (OSError, EOFError):
            return Ending(None, self.end())

    def _exactly(self, size: int) -> bytes:
        parts = b""
        while len(parts) < size:
            part = self.control.recv(size - len(parts))
            if not part:
                raise EOFError
            parts += part
        return parts

    def end(self) -> str:
        """End the server; Linux ends its worker with it. What it complained of."""
        self.control.close()
        self.child.kill()
        return self.child.communicate()[1].decode(errors="replace")


@dataclass
class Process:
    """A worker: our end of the wire to it, and the server that keeps it."""

    server: Server
    stream: socket.socket
    ending: Ending | None = None

    def close(self, stuck: bool = False) -> Ending:
        """End the worker and whatever it started; one that is `stuck` first prints where it is."""
        if self.ending is None:
            self.ending = self.server.called_off(STUCK if stuck else END)
            self.stream.close()
            if self.ending.status is not None:
                _idle.append(self.server)
        return self.ending


_idle: list[Server] = []


def prestart() -> None:
    """Start a server that a later `start` will use, so that it imports while we do."""
    if SEPARATE and not _idle:
        _idle.append(_launch())


def start(memory: int = MEMORY, torch: bool = False) -> Process:
    """A worker, ready or on its way; `torch` says that it will import it."""
    server = _idle.pop() if _idle else _launch()
    ours, theirs = socket.socketpair()
    with theirs:
        try:
            server.order(theirs, memory, torch)
        except OSError:  # it was ended behind our back
            server.end()
            server = _launch()
            server.order(theirs, memory, torch)
    return Process(server, ours)


def discard_spare() -> None:
    """End the servers that nobody uses."""
    while _idle:
        _idle.pop().end()


def _launch() -> Server:
    ours, theirs = socket.socketpair()
    environment = {k: v for k, v in os.environ.items() if k in KEPT} | ONE_THREAD | QUIET
    with theirs:
        child = subprocess.Popen(
            [sys.executable, "-m", "gru_doctor.worker", str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
            pass_fds=(theirs.fileno(),),
            start_new_session=True,
        )
    return Server(child, ours)


atexit.register(discard_spare)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.clear)  # the servers are our parent's
