"""The worker's side of the wire: load one target, then answer calls until the wire closes.

User code runs in this process and may patch what it likes. Functions needed to answer are bound
here before it runs; whatever breaks all the same ends in an answer the parent refuses, or none.
"""

from __future__ import annotations

import faulthandler
import fcntl
import os
import signal
import sys
import traceback
from contextlib import suppress
from functools import partial
from io import TextIOWrapper
from os import _exit, read, write
from typing import Any

from gru_doctor.errors import Trouble
from gru_doctor.loaders.load import load
from gru_doctor.subject import Subject
from gru_doctor.worker.limits import confine
from gru_doctor.worker.wire import Buffered, Malformed, Stream, receive, send

METHODS = frozenset({"weights", "assign", "run", "sweep", "gradient", "repeated", "record", "part"})
FAILED = 70


class Wire(Buffered):
    """The worker's end of the wire as a bare descriptor: no class anyone would patch."""

    def __init__(self, number: int) -> None:
        super().__init__(partial(read, number))
        self._number = number

    def sendall(self, data: bytes) -> None:
        """All of `data`."""
        rest = memoryview(data)
        while rest:
            rest = rest[write(self._number, rest) :]


def answer(subject: Subject, name: str, arguments: tuple[Any, ...]) -> Any:
    """Call one method of the Protocol."""
    if name not in METHODS:
        raise Malformed(f"no method {name}")
    return getattr(subject, name)(*arguments)


def serve(stream: Stream) -> None:
    """Answer each request (number, name, *arguments) with {to: number, value} or {to, trouble}."""
    subject: Subject | None = None
    flush = sys.stdout.flush
    while True:
        number, name, *arguments = receive(stream)
        reply: dict[str, Any] = {"to": number}
        try:
            if subject is None:
                subject = load(*arguments)
                reply["value"] = subject.card
            else:
                reply["value"] = answer(subject, name, tuple(arguments))
            send(stream, reply)
        except Trouble as trouble:
            told = [trouble.kind, trouble.message, trouble.hint, trouble.line]
            send(stream, {"to": number, "trouble": told})
        except Exception as error:
            # Ours, not the user's: user code runs behind loaders.boundary. Say so, keep the trace.
            told = ["worker", f"{type(error).__name__}: {error}", "", None]
            send(stream, {"to": number, "trouble": told})
            with suppress(ValueError, OSError):
                traceback.print_exc()
        with suppress(ValueError, OSError):  # the user's code has closed it
            flush()


def become(wire: int, output: int, memory: int) -> None:
    """Turn this fresh process into the worker of one target; does not return."""
    try:
        stream = Wire(_settled(wire, output))
        confine(memory)
        serve(stream)
    except (EOFError, ConnectionError):
        _exit(0)
    finally:
        _exit(FAILED)


def _settled(wire: int, output: int) -> int:
    """A session of its own, nothing to read, prints to `output`, and of all other descriptors only
    the wire, moved out of the way of code that closes the low ones."""
    import resource

    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    highest = min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 4096) - 2
    high = fcntl.fcntl(wire, fcntl.F_DUPFD_CLOEXEC, highest)
    told = fcntl.fcntl(output, fcntl.F_DUPFD_CLOEXEC, highest)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.closerange(3, highest)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # so that the last line of a stuck file is known
    faulthandler.enable(told)
    faulthandler.register(signal.SIGUSR1, told, all_threads=False)
    return high
