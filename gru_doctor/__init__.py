"""gru-doctor: is this GRU right, and if not, which equation on which line is wrong?

The public names are fetched on first use (PEP 562), so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gru_doctor.objects.shown import Report as Report
    from gru_doctor.records import Options as Options
    from gru_doctor.testing import assert_healthy as assert_healthy
    from gru_doctor.testing import check as check

__version__ = "0.1.0"

_HOMES = {
    "Options": "gru_doctor.records",
    "Report": "gru_doctor.objects.shown",
    "assert_healthy": "gru_doctor.testing",
    "check": "gru_doctor.testing",
}

__all__ = ["Options", "Report", "__version__", "assert_healthy", "check"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
