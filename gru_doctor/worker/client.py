"""The parent's side: a Subject whose every call is answered by the worker, under a time limit."""

from __future__ import annotations

import os
import re
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from math import prod
from pathlib import Path
from typing import Any, cast

from gru_doctor.errors import KINDS, TimeTrouble, Trouble, WorkerTrouble
from gru_doctor.records import Array, Arrays, Card, Options, Target, Trace
from gru_doctor.subject import Call, Edit, Gradient, Repeated, Run, Subject
from gru_doctor.worker.answers import checked
from gru_doctor.worker.process import SEPARATE, Ending, Process, start
from gru_doctor.worker.wire import LIMIT, Buffered, Malformed, TooLarge, receive, send

# What runs on torch, itself or through a stand-in: the server imports it once for all.
NEEDS_TORCH = re.compile(rb"\b(?:import|from)\s+(?:torch|theano|keras|tensorflow)\b")
CRASH = re.compile(r"^(?:Fatal Python error|Current thread|Stack \(most recent|  File |  \.\.\.)", re.M)
LONGEST = 2000
SHOWN = 3  # lines of what the file printed, in an error
ENDINGS = (TimeTrouble.kind, WorkerTrouble.kind)  # their message tells the last line itself
ALONE = "run the file by itself to see it fail"
WITHOUT = "gru-doctor: on this system the code runs in this process, without limits"


class Line(Buffered):
    """Our end of the wire: all the waiting on it together lasts no longer than `seconds`. What
    the parent computes in between is not the file's fault."""

    def __init__(self, stream: socket.socket, seconds: float) -> None:
        super().__init__(self._received)
        self._stream, self._left = stream, seconds

    def _received(self, size: int) -> bytes:
        with self._waiting():
            return self._stream.recv(size)

    def sendall(self, data: bytes) -> None:
        """See Stream."""
        with self._waiting():
            self._stream.sendall(data)

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        if self._left <= 0:
            raise TimeoutError
        self._stream.settimeout(self._left)
        begin = time.monotonic()
        try:
            yield
        finally:
            self._left -= time.monotonic() - begin


class Remote:
    """A loaded GRU in another process; answers the Subject Protocol."""

    def __init__(self, process: Process, target: Target, options: Options) -> None:
        self._process, self._target, self._limit = process, target, options.timeout
        self._line = Line(process.stream, options.timeout)
        self.card: Card = self._ask("load", target, options)
        size = 8 * sum(prod(p.shape) for p in self.card.parameters)
        if size > LIMIT:
            raise TooLarge(size)

    def weights(self) -> dict[str, Array]:
        """See Subject."""
        return cast("dict[str, Array]", self._ask("weights"))

    def assign(self, weights: Arrays) -> None:
        """See Subject."""
        self._ask("assign", dict(weights))

    def run(self, call: Call) -> Run:
        """See Subject."""
        return cast(Run, self._ask("run", call))

    def part(self, number: int, like: int, call: Call) -> Run:
        """See Composed."""
        return cast(Run, self._ask("part", number, like, call))

    def sweep(self, call: Call, edits: Sequence[Edit]) -> Array:
        """See Subject."""
        return cast("Array", self._ask("sweep", call, edits))

    def gradient(self, call: Call, cotangent: Array) -> Gradient:
        """See Subject."""
        return cast(Gradient, self._ask("gradient", call, cotangent))

    def repeated(self, call: Call, cotangent: Array) -> Repeated:
        """See Subject."""
        return cast(Repeated, self._ask("repeated", call, cotangent))

    def record(self, call: Call, cotangent: Array | None = None) -> Trace:
        """See Subject."""
        return cast(Trace, self._ask("record", call, cotangent))

    def _ask(self, name: str, *arguments: Any) -> Any:
        number = int.from_bytes(os.urandom(6), "big")  # an answer prepared beforehand lacks it
        try:
            send(self._line, (number, name, *arguments))
            return checked(name, arguments, _told(receive(self._line), number))
        except TimeoutError as error:
            raise self._late() from error
        except (EOFError, ConnectionError) as error:
            raise self._ended() from error
        except Malformed as error:
            self._process.close()
            message = f"the worker's answer makes no sense: {error}"
            raise WorkerTrouble(message, "the file may have changed what the worker needs") from error

    def _late(self) -> Trouble:
        ending = self._process.close(stuck=True)
        return TimeTrouble(
            f"the file did not finish within {self._limit:g} s{_last(ending)}",
            "look for a loop that never ends, or allow more with --timeout",
            self._line_of(ending),
        )

    def _ended(self) -> Trouble:
        ending = self._process.close()
        return WorkerTrouble(
            f"the process running the file ended {ending}{_last(ending)}",
            ALONE,
            self._line_of(ending),
        )

    def _line_of(self, ending: Ending) -> int | None:
        """The user's line in what a crashed or stuck Python says of itself, innermost first."""
        said = ending.printed.rpartition("(most recent call first)")[2]
        place = f'File "{re.escape(self._target.path)}", line (\\d+)'
        found = re.search(place, said)
        return int(found[1]) if found else None


def _last(ending: Ending) -> str:
    """The last line the file printed, before Python's own account of a crash."""
    printed = CRASH.split(ending.printed)[0]
    lines = printed.strip().splitlines()
    return f"; it last printed: {_clean(lines[-1])}" if lines else ""


def _told(reply: Any, number: int) -> Any:
    """The answer to request `number`; trouble is raised."""
    if not isinstance(reply, dict) or reply.get("to") != number or len(reply) != 2:
        raise Malformed("it answers no question of ours")
    if "value" in reply:
        return reply["value"]
    match reply.get("trouble"):
        case (str(kind), str(message), str(hint), int() | None as line):
            raise KINDS.get(kind, WorkerTrouble)(_clean(message), _clean(hint or ALONE), line)
    raise Malformed("it is neither a value nor trouble")


def _clean(text: str) -> str:
    """Without what would move a terminal's cursor, and not too long."""
    return _visible(text[:LONGEST])


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in text.expandtabs()).rstrip()


@contextmanager
def opened(target: Target, options: Options) -> Iterator[Subject]:
    """The target loaded in a worker of its own, which ends with the block; with `in_process`, and
    where the system has no way to do so, loaded here."""
    if options.in_process or not SEPARATE:
        from gru_doctor.loaders.load import load

        if not options.in_process:
            print(WITHOUT, file=sys.stderr)
        with redirect_stdout(sys.stderr):  # stdout carries the report only
            yield load(target, options)
        return
    process = start(options.memory, _needs_torch(target))
    try:
        yield Remote(process, target, options)
    except Trouble as trouble:
        if trouble.kind not in ENDINGS and not options.verbose:
            trouble.printed = "\n".join(_visible(process.close().printed).splitlines()[-SHOWN:])
        raise
    finally:
        ending = process.close()
        if options.verbose and ending.printed:
            print(f"{target} printed:\n{_visible(ending.printed)}", file=sys.stderr)


def _needs_torch(target: Target) -> bool:
    try:
        text = Path(target.path).read_bytes() if target.text is None else target.text.encode()
    except OSError:
        return False  # the worker will say it
    return bool(NEEDS_TORCH.search(text))
