"""Numba: the function as it is written, not compiled."""

from __future__ import annotations

from gru_doctor.loaders.recording.uncompiled import identity
from gru_doctor.loaders.standins.facade import Surface


def surface() -> Surface:
    """See the package."""
    return {"numba": {"jit": identity, "njit": identity, "prange": range}}
