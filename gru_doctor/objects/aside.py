"""Loading people's code inside their own process without leaving a trace in it.

The loader makes float64 torch's default, hooks imports, stands in for old frameworks and imports the
modules beside a file anew. In a process of its own that is nobody's business; here all is put back.
"""

from __future__ import annotations

import ast
import os
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from gru_doctor.loaders.executing.imports import home, release
from gru_doctor.loaders.executing.standing import surround
from gru_doctor.records import Array, Arrays, Card, Trace
from gru_doctor.subject import Call, Edit, Gradient, Repeated, Run, Subject

OWN = {"__main__", "conftest"}
BY_LOADER = ("JAX_ENABLE_X64", "KERAS_BACKEND")


@contextmanager
def undisturbed(path: str) -> Iterator[None]:
    """The block may load the file at `path`; afterwards the process is as it was."""
    with ExitStack() as stack:
        for kept in (_modules(path), _search(), _chance(), _environment(), as_torch_was()):
            stack.enter_context(kept)
        yield


@contextmanager
def _modules(path: str) -> Iterator[None]:
    """What lies beside the file is imported anew and recorded, and what was imported before comes back."""
    folder = home(path)
    hidden = {n: m for n, m in list(sys.modules.items()) if n not in OWN and _beside(m, folder)}
    for name in hidden:
        del sys.modules[name]
    try:
        yield
    finally:
        release()
        surround(ast.Module([], []))
        sys.modules.pop("__gru_user__", None)
        sys.modules.update(hidden)


def _beside(module: ModuleType, folder: Path) -> bool:
    file = getattr(module, "__file__", None)
    name = getattr(module, "__name__", "")
    if not isinstance(file, str) or name.split(".")[0] == "gru_doctor":
        return False
    place = Path(file)
    return place.is_relative_to(folder) and "site-packages" not in place.parts


@contextmanager
def _search() -> Iterator[None]:
    path, finders = list(sys.path), list(sys.meta_path)
    try:
        yield
    finally:
        sys.path[:], sys.meta_path[:] = path, finders


@contextmanager
def _chance() -> Iterator[None]:
    """The global generators go on where they stood."""
    python, numpy = random.getstate(), np.random.get_state()
    torch = sys.modules.get("torch")
    ours = torch.get_rng_state() if torch else None
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy)
        if torch:
            torch.set_rng_state(ours)


@contextmanager
def _environment() -> Iterator[None]:
    kept = {name: os.environ.get(name) for name in BY_LOADER}
    try:
        yield
    finally:
        for name, value in kept.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def as_torch_was() -> Iterator[None]:
    """torch's default dtype, and what `.cuda()` does, as they were; torch that the block has brought in
    is set to what it starts with."""
    torch = sys.modules.get("torch")
    before = _torch_state(torch)
    try:
        yield
    finally:
        brought = torch or sys.modules.get("torch")
        if brought is not None:
            _restore(brought, before)


def _torch_state(torch: Any) -> tuple[Any, Any, Any] | None:
    return torch and (torch.get_default_dtype(), torch.Tensor.cuda, torch.nn.Module.cuda)


def _restore(torch: Any, before: tuple[Any, Any, Any] | None) -> None:
    if before is None:
        torch.set_default_dtype(torch.float32)
        return
    dtype, torch.Tensor.cuda, torch.nn.Module.cuda = before
    torch.set_default_dtype(dtype)


class Aside:
    """A Subject loaded in this process, each call of which leaves torch as it was."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self.card: Card = subject.card

    @contextmanager
    def _double(self) -> Iterator[Subject]:
        torch = sys.modules.get("torch")
        dtype = torch.get_default_dtype() if torch else None
        try:
            if torch:
                torch.set_default_dtype(torch.float64)
            yield self._subject
        finally:
            if torch:
                torch.set_default_dtype(dtype)

    def weights(self) -> dict[str, Array]:
        """See Subject."""
        return self._subject.weights()

    def assign(self, weights: Arrays) -> None:
        """See Subject."""
        self._subject.assign(weights)

    def run(self, call: Call) -> Run:
        """See Subject."""
        with self._double() as subject:
            return subject.run(call)

    def sweep(self, call: Call, edits: Sequence[Edit]) -> Array:
        """See Subject."""
        with self._double() as subject:
            return subject.sweep(call, edits)

    def gradient(self, call: Call, cotangent: Array) -> Gradient:
        """See Subject."""
        with self._double() as subject:
            return subject.gradient(call, cotangent)

    def repeated(self, call: Call, cotangent: Array) -> Repeated:
        """See Subject."""
        with self._double() as subject:
            return subject.repeated(call, cotangent)

    def record(self, call: Call, cotangent: Array | None = None) -> Trace:
        """See Subject."""
        with self._double() as subject:
            return subject.record(call, cotangent)
