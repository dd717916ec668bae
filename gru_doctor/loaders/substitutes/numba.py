"""Numba: the function as it is written, not compiled."""

from __future__ import annotations

from gru_doctor.loaders.standins.facade import Surface
from gru_doctor.loaders.uncompiled import identity


def surface() -> Surface:
    """See the package."""
    return {"numba": {"jit": identity, "njit": identity, "prange": range}}
