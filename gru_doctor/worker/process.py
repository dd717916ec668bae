"""Starting and ending the worker process; standard library only, so that it can start early."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from typing import IO

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


@dataclass
class Process:
    """A worker: the child, our end of the wire, and the file its prints go to."""

    child: subprocess.Popen[bytes]
    stream: socket.socket
    output: IO[bytes]

    def close(self) -> None:
        """End the worker and whatever it started."""
        self.stream.close()
        try:
            os.killpg(self.child.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            self.child.kill()
        self.child.wait()

    def printed(self, limit: int = 2000) -> str:
        """The last characters the user's code printed."""
        self.output.seek(0, os.SEEK_END)
        self.output.seek(max(0, self.output.tell() - limit))
        return self.output.read().decode(errors="replace")


_spare: list[Process] = []


def prestart() -> None:
    """Start a worker that a later `start` will take, so that it imports while we do."""
    if not _spare:
        _spare.append(_launch())


def start() -> Process:
    """A worker, ready or on its way."""
    return _spare.pop() if _spare else _launch()


def discard_spare() -> None:
    """End the worker that nobody took."""
    while _spare:
        _spare.pop().close()


def _launch() -> Process:
    ours, theirs = socket.socketpair()
    output = tempfile.TemporaryFile()
    environment = {k: v for k, v in os.environ.items() if k in KEPT} | ONE_THREAD
    environment |= {"MPLBACKEND": "Agg", "PYTHONIOENCODING": "utf-8", "PYTHONWARNINGS": "ignore"}
    child = subprocess.Popen(
        [sys.executable, "-m", "gru_doctor.worker", str(theirs.fileno())],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=environment,
        pass_fds=(theirs.fileno(),),
        start_new_session=True,
    )
    theirs.close()
    return Process(child, ours, output)
