"""Eager stand-ins over torch for frameworks that are not, or can no longer be, installed.

A file written for Theano, Keras or TensorFlow runs as it is: values are concrete float64
torch tensors, so every intermediate can be looked at and autograd gives the gradients. Each
framework is a package here with a `surface()`: public module name -> the names found in it. Nothing
is imported, torch least of all, before a stand-in is installed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module, util

MODULES = ("theano", "keras", "tensorflow")
"""The top-level names that can be stood in for."""


def absent(name: str) -> bool:
    """Whether the real framework is neither loaded nor installed."""
    return name not in sys.modules and util.find_spec(name) is None


def install(name: str, package: str = "") -> list[str]:
    """Register the stand-in for `name`; returns the module names registered, submodules too. `package` is
    the one that holds it where a framework had several lives."""
    from gru_doctor.loaders.standins.facade import facades

    if name not in MODULES:
        raise ValueError(f"no stand-in for {name!r}; there are {', '.join(MODULES)}")
    modules = facades(name, import_module(f"{__name__}.{package or name}").surface())
    sys.modules.update(modules)
    return list(modules)


def remove(registered: Iterable[str]) -> None:
    """Take the module names that `install` returned out of sys.modules again."""
    for name in registered:
        sys.modules.pop(name, None)


@contextmanager
def standing_in(names: Iterable[str] = MODULES) -> Iterator[list[str]]:
    """Stand in for those of `names` that are not installed; yields the module names registered.

    Keep it open while the user's code runs, not only while it is imported: functions may import,
    and torch's default dtype is float64 inside (an integer times 0.1 is else rounded to float32).
    """
    missing = [name for name in names if absent(name)]
    registered: list[str] = []
    try:
        for name in missing:
            registered += install(name)
        with _float64(bool(missing)):
            yield registered
    finally:
        remove(registered)


@contextmanager
def _float64(wanted: bool) -> Iterator[None]:
    if not wanted:
        yield
        return
    import torch

    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(before)
