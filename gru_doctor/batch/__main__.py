"""`python -m gru_doctor.batch DESCRIPTOR`: an examiner. It receives the options, then one task after
the other, and answers each with its results. The user's code runs in a worker of its own, not here."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    # -m puts the current folder first, where a user's random.py would stand before Python's own.
    sys.path.append(sys.path.pop(0))


def main(descriptor: int) -> None:
    """Examine until the other end closes."""
    import signal
    from contextlib import suppress
    from multiprocessing.connection import Connection

    from gru_doctor.doctor import examined
    from gru_doctor.terminal import notes, silence
    from gru_doctor.worker.limits import end_with_parent

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends us
    end_with_parent()
    line = Connection(descriptor)
    options = line.recv()
    progress = notes() if options.verbose else silence
    with suppress(EOFError):
        while True:
            line.send(examined(line.recv(), options, progress))


if __name__ == "__main__":
    main(int(sys.argv[1]))
