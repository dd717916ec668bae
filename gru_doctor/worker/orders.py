"""The few bytes that pass between the parent and its server; no numbers of any verdict."""

from __future__ import annotations

import struct

ORDER = struct.Struct("!Q?")  # memory in MiB, whether torch will be needed; comes with the wire
END, STUCK = b"E", b"S"  # end the worker; the same, after it has said where it is
ENDING = struct.Struct("!iI")  # wait status, length of what follows: the last of what it printed
KEPT = 1 << 14  # bytes kept of what a worker prints
