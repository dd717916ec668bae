"""Several examiners at work: whichever is free takes the next file, and the results keep their order.

This process imports neither NumPy nor any framework, and holds nothing but finished results.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait

from gru_doctor import __version__
from gru_doctor.packed import Packed, pack
from gru_doctor.records import Options, Problem, Report, Result, Target
from gru_doctor.terminal import Progress
from gru_doctor.verdicts import Interrupted
from gru_doctor.walk import Task

EXAMINER = (sys.executable, "-m", "gru_doctor.batch")
TRIES = 2
FREE = -1
PATIENCE = 5.0  # seconds for a free examiner to clear up
AGAIN = "its examination was begun again: the process at work on it had been ended from outside"
GONE = "the process at work on it was ended from outside, {} times"
ENDS = (EOFError, ConnectionError)


@dataclass
class Examiner:
    """A process of ours, our end of the line to it, and the number of the task it is at."""

    child: subprocess.Popen[bytes]
    line: Connection
    at: int = FREE

    def end(self) -> None:
        """End it: one that is free clears up by itself, one at work is stopped with its worker."""
        self.line.close()
        if self.at == FREE:
            with suppress(subprocess.TimeoutExpired):
                self.child.wait(PATIENCE)
        self.child.kill()
        self.child.wait()


@dataclass
class Queue:
    """The tasks, what is finished of them (packed), and how often each was begun."""

    tasks: Sequence[Task]
    results: dict[int, list[bytes]] = field(default_factory=dict)
    begun: dict[int, int] = field(default_factory=dict)
    again: list[int] = field(default_factory=list)

    def next(self) -> int | None:
        """The number of the task to begin now."""
        number = self.again.pop() if self.again else len(self.begun)
        if number >= len(self.tasks):
            return None
        self.begun[number] = self.begun.get(number, 0) + 1
        return number

    def finished(self, number: int, results: list[Result]) -> None:
        """Keep the results; a second beginning is told in them."""
        if self.begun[number] > 1:
            results = [replace(r, notes=(*r.notes, AGAIN)) for r in results]
        self.results[number] = [pack(result) for result in results]

    def lost(self, number: int) -> None:
        """The examiner of this task is gone: it is begun again, or given up."""
        if self.begun[number] < TRIES:
            self.again.append(number)
            return
        task = self.tasks[number]
        problem = Problem("worker", GONE.format(TRIES), "check that file by itself")
        self.results[number] = [pack(Result(Target(task.path, task.name or ""), "error", error=problem))]

    def report(self, options: Options) -> Report:
        """What is finished, in the order of the tasks."""
        kept = [self.results[n] for n in sorted(self.results)]
        results = Packed(result for results in kept for result in results)
        return Report(__version__, options.seed, results, sum(not results for results in kept))


def examine_with(jobs: int, tasks: Sequence[Task], options: Options, progress: Progress) -> Report:
    """The report on all tasks, from `jobs` processes. Raises Interrupted on Ctrl-C."""
    queue = Queue(tasks)
    try:
        with ExitStack() as stack:
            _work(jobs, queue, options, progress, stack)
    except KeyboardInterrupt as stop:
        raise Interrupted(queue.report(options)) from stop
    return queue.report(options)


def _work(jobs: int, queue: Queue, options: Options, progress: Progress, stack: ExitStack) -> None:
    busy: dict[Connection, Examiner] = {}
    for _ in range(jobs):
        _begin(_hired(options, stack), queue, busy)
    while busy:
        for line in wait(list(busy)):
            examiner = busy.pop(line)  # type: ignore[call-overload]
            if not _told(examiner, queue):
                queue.lost(examiner.at)
                examiner = _hired(options, stack)
            _begin(examiner, queue, busy)
        done, all_of_them = len(queue.results), len(queue.tasks)
        progress(f"{done} of {all_of_them} files", done / all_of_them)


def _begin(examiner: Examiner, queue: Queue, busy: dict[Connection, Examiner]) -> None:
    """Hand the next task to a free examiner, if there is one."""
    number = queue.next()
    if number is None:
        return
    examiner.at = number
    busy[examiner.line] = examiner
    with suppress(ConnectionError):  # it has just ended: waiting for its answer says so
        examiner.line.send(queue.tasks[number])


def _told(examiner: Examiner, queue: Queue) -> bool:
    """Whether the examiner has answered; if not, it is gone."""
    try:
        queue.finished(examiner.at, examiner.line.recv())
    except ENDS:
        examiner.end()
        return False
    examiner.at = FREE
    return True


def _hired(options: Options, stack: ExitStack) -> Examiner:
    """A new examiner, who ends with the stack."""
    ours, theirs = socket.socketpair()
    with theirs:
        child = subprocess.Popen(
            [*EXAMINER, str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
            start_new_session=True,
        )
    examiner = Examiner(child, Connection(ours.detach()))
    stack.callback(examiner.end)
    with suppress(ConnectionError):
        examiner.line.send(options)
    return examiner
