"""The worker's side: load one target, then answer calls until the wire closes."""

from __future__ import annotations

import os
import socket
import sys
import traceback
from typing import Any

from gru_doctor.errors import Trouble
from gru_doctor.loaders.load import load
from gru_doctor.subject import Subject
from gru_doctor.worker.wire import Malformed, receive, send

METHODS = frozenset({"weights", "assign", "run", "sweep", "gradient", "record"})


def answer(subject: Subject, name: str, arguments: tuple[Any, ...]) -> Any:
    """Call one method of the Protocol."""
    if name not in METHODS:
        raise Malformed(f"no method {name}")
    return getattr(subject, name)(*arguments)


def serve(stream: socket.socket) -> None:
    """Answer each request with {value} or {trouble}."""
    subject: Subject | None = None
    while True:
        name, *arguments = receive(stream)
        try:
            if subject is None:
                subject = load(*arguments)
                value: Any = subject.card
            else:
                value = answer(subject, name, tuple(arguments))
            send(stream, {"value": value})
        except Trouble as trouble:
            told = [trouble.kind, trouble.message, trouble.hint, trouble.line]
            send(stream, {"trouble": told})
        except Malformed as error:
            send(stream, {"trouble": ["worker", str(error), "", None]})
        except Exception as error:
            # Ours, not the user's: user code runs behind loaders.boundary. Say so, keep the trace.
            traceback.print_exc()
            send(stream, {"trouble": ["worker", f"{type(error).__name__}: {error}", "", None]})


def main() -> None:
    """Run on the socket whose number is the first argument."""
    stream = socket.socket(fileno=int(sys.argv[1]))
    os.set_inheritable(stream.fileno(), False)
    try:
        serve(stream)
    except (EOFError, ConnectionError):
        return


if __name__ == "__main__":
    main()
