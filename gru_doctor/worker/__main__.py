"""`python -m gru_doctor.worker CONTROL` is the server; with WIRE OUTPUT MEMORY, one worker."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    # -m puts the current folder first, where a user's random.py would stand before Python's own.
    sys.path.append(sys.path.pop(0))


def main(numbers: list[int]) -> None:
    """Serve on the descriptors given."""
    if len(numbers) == 1:
        import socket

        from gru_doctor.worker.server import serve_orders

        serve_orders(socket.socket(fileno=numbers[0]))
    else:
        from gru_doctor.worker.serving import become

        become(*numbers)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]])
