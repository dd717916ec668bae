"""The parent's side: a Subject whose every call is answered by the worker, under a time limit."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from gru_doctor.errors import KINDS, TimeTrouble, WorkerTrouble
from gru_doctor.records import Array, Arrays, Card, Options, Target, Trace
from gru_doctor.subject import Call, Edit, Gradient, Run
from gru_doctor.worker.process import Process, start
from gru_doctor.worker.wire import Malformed, receive, send


class Remote:
    """A loaded GRU in another process; answers the Subject Protocol."""

    def __init__(self, process: Process, target: Target, options: Options) -> None:
        self._process = process
        self._deadline = time.monotonic() + options.timeout
        self._limit = options.timeout
        self.card: Card = self._ask("load", target, options)

    def weights(self) -> dict[str, Array]:
        """See Subject."""
        return cast("dict[str, Array]", self._ask("weights"))

    def assign(self, weights: Arrays) -> None:
        """See Subject."""
        self._ask("assign", dict(weights))

    def run(self, call: Call) -> Run:
        """See Subject."""
        return cast(Run, self._ask("run", call))

    def sweep(self, call: Call, edits: Sequence[Edit]) -> Array:
        """See Subject."""
        return cast("Array", self._ask("sweep", call, edits))

    def gradient(self, call: Call, cotangent: Array) -> Gradient:
        """See Subject."""
        return cast(Gradient, self._ask("gradient", call, cotangent))

    def record(self, call: Call, cotangent: Array | None = None) -> Trace:
        """See Subject."""
        return cast(Trace, self._ask("record", call, cotangent))

    def _ask(self, name: str, *arguments: Any) -> Any:
        self._process.stream.settimeout(max(0.01, self._deadline - time.monotonic()))
        try:
            send(self._process.stream, (name, *arguments))
            reply = receive(self._process.stream)
        except TimeoutError as error:
            raise TimeTrouble(
                f"the file did not finish within {self._limit:g} s",
                "look for a loop that never ends, or allow more with --timeout",
            ) from error
        except (EOFError, ConnectionError) as error:
            raise WorkerTrouble(self._ending(), "run the file by itself to see it fail") from error
        except Malformed as error:
            raise WorkerTrouble(f"the worker's answer makes no sense: {error}") from error
        return _told(reply)

    def _ending(self) -> str:
        code = self._process.child.wait(5)
        how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
        said = self._process.printed(400).strip().splitlines()
        return f"the process running the file ended {how}" + (f": {said[-1]}" if said else "")


def _told(reply: Any) -> Any:
    if "value" in reply:
        return reply["value"]
    kind, message, hint, line = reply["trouble"]
    raise KINDS.get(kind, WorkerTrouble)(message, hint, line)


@contextmanager
def opened(target: Target, options: Options) -> Iterator[Remote]:
    """The target loaded in a worker of its own, which ends with the block."""
    process = start()
    try:
        yield Remote(process, target, options)
    finally:
        process.close()
