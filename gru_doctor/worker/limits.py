"""What the operating system lets us forbid a process; the one place that knows what it lacks.

Linux has all of it. macOS neither enforces a memory limit nor hands orphans to their grandparent,
and is unsafe to fork once its frameworks are loaded. Windows has nothing of it.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

MIB = 1 << 20
LARGEST_FILE = 1 << 30
SET_PARENT_DEATH_SIGNAL, SET_CHILD_SUBREAPER = 1, 36  # numbers of prctl(2)

FORKS = hasattr(os, "fork") and sys.platform != "darwin"


def confine(memory: int) -> None:
    """Limit this process and all it starts: `memory` MiB of data, no core dump, no huge file,
    nothing it writes readable by others, and an end when its parent ends."""
    import resource

    os.umask(0o077)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, LARGEST_FILE)
    # Address space would count the libraries too, of which some frameworks map many gigabytes.
    data = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    _limit(data, memory * MIB)
    end_with_parent()


def end_with_parent() -> None:
    """Have this process killed when its parent ends."""
    _prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends, so that none gets away."""
    _prctl(SET_CHILD_SUBREAPER, 1)


def end_tree(child: int, status: int | None = None) -> int:
    """Kill the child, its group, and what it left to us, until nothing is; the child's wait status,
    which is given where it was waited for already."""
    _kill(os.killpg, child)
    if status is None:
        _kill(os.kill, child)
        status = os.waitpid(child, 0)[1]
    while _any_left():
        strays = children()
        if not strays:
            break
        for stray in strays:
            _kill(os.kill, stray)
        os.waitpid(-1, 0)
    return status


def _kill(how: Callable[[int, int], None], number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        how(number, signal.SIGKILL)


def _any_left() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


def children() -> list[int]:
    """The processes whose parent we are; none where there is no /proc to read."""
    if not os.path.isdir("/proc/self"):
        return []
    me = str(os.getpid())
    return [int(pid) for pid in os.listdir("/proc") if pid.isdigit() and _parent(pid) == me]


def _parent(pid: str) -> str | None:
    try:
        with open(f"/proc/{pid}/stat", "rb") as stat:
            return stat.read().rpartition(b")")[2].split()[1].decode()
    except (OSError, IndexError):
        return None  # it has ended meanwhile


def _limit(what: int, value: int) -> None:
    import resource

    hard = resource.getrlimit(what)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    with suppress(ValueError, OSError):  # the platform knows the name but not the thing
        resource.setrlimit(what, (value, value))


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
