"""tqdm: what is counted, without the bar."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gru_doctor.loaders.standins.facade import Surface


def tqdm(iterable: Iterable[Any] = (), *_: Any, **__: Any) -> Iterable[Any]:
    """The iterable itself."""
    return iterable


def trange(*extent: int, **_: Any) -> range:
    """A range, without the bar."""
    return range(*extent)


def surface() -> Surface:
    """See the package."""
    names = {"tqdm": tqdm, "trange": trange}
    return {"tqdm": names, "tqdm.auto": names, "tqdm.notebook": names}
