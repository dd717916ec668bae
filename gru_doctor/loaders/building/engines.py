"""Cells on a small automatic differentiation of the file's own: a class of arrays that add, multiply and
go backward."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gru_doctor.errors import CallTrouble
from gru_doctor.loaders.arrays.slots import of_user
from gru_doctor.loaders.boundary import guarded
from gru_doctor.loaders.frameworks import numpy as plain
from gru_doctor.loaders.recording.snapshot import opened_at
from gru_doctor.loaders.text.signature import arguments
from gru_doctor.loaders.unswitched import prepare, registry

TRIAL = np.arange(6.0).reshape(2, 3)
OPERATIONS = ("__add__", "__mul__", "backward")


class Engine:
    """What the loader asks of a framework, answered with one class of the file; its arrays are NumPy's."""

    NEEDS, AUTOGRAD, RANK = "numpy", True, 40
    prepare, registry = staticmethod(prepare), staticmethod(registry)
    write = staticmethod(plain.write)

    def __init__(self, cls: type, data: str, grad: str) -> None:
        self.cls, self.data, self.grad = cls, data, grad
        self._holders: dict[int, Any] = {}  # what holds a parameter, by the id of its array
        self._steps: dict[int, list[Any]] = {}  # the steps of a sequence, by its id
        self._fresh = getattr(made(cls, TRIAL), grad)

    def owns(self, thing: Any, module: Any) -> bool:
        """All of the file that it was found in."""
        return True

    def native(self, array: NDArray[Any]) -> Any:
        """An array as the user's class holds it."""
        return made(self.cls, np.array(array))

    def steps(self, sequence: Any) -> list[Any]:
        """A sequence as a list of its steps."""
        self._steps = {id(sequence): [self.native(a) for a in getattr(sequence, self.data)]}
        return self._steps[id(sequence)]

    def array(self, value: Any) -> NDArray[Any] | None:
        """What an object of the class holds, and what NumPy's arrays and lists of both are."""
        if isinstance(value, self.cls):
            return plain.array(getattr(value, self.data))
        if isinstance(value, list | tuple) and value and isinstance(value[0], self.cls):
            return plain.stacked([self.array(v) for v in value])
        return plain.array(value)

    def declared(self, thing: Any) -> dict[str, Any]:
        """The array in an object of the class."""
        if not isinstance(thing, self.cls):
            return {}
        held = getattr(thing, self.data)
        self._holders[id(held)] = thing
        return {"": held}

    def tracked(self, value: Any) -> Any:
        """Everything of the class can be asked for its gradient."""
        return value

    def follow(self, holder: Any) -> None:
        """Nothing to do."""

    def pulled_back(self, outputs: list[Any], cotangents: list[Any], leaves: list[Any]) -> list[Any]:
        """Gradients of Σ cotangent ⊙ output by each leaf, one output after the other."""
        groups = [self._steps.get(id(leaf), [self._holders.get(id(leaf), leaf)]) for leaf in leaves]
        holders = [holder for group in groups for holder in group]
        rows = [self._of_one(*pair, holders) for pair in zip(outputs, cotangents, strict=True)]
        found = {id(h): sum(row[i] for row in rows) for i, h in enumerate(holders)}
        parts = [[found[id(holder)] for holder in group] for group in groups]
        return [
            np.stack(p) if id(leaf) in self._steps else p[0] for leaf, p in zip(leaves, parts, strict=True)
        ]

    def _of_one(self, output: Any, cotangent: Any, holders: list[Any]) -> list[Any]:
        """What one output gives to each holder."""
        self._clear([output, *holders])
        self._back(output, cotangent)
        given = [self.array(getattr(holder, self.grad)) for holder in holders]
        blank = [np.zeros_like(getattr(holder, self.data)) for holder in holders]
        return [b if g is None else g.copy() for b, g in zip(blank, given, strict=True)]

    def _clear(self, roots: list[Any]) -> None:
        """As the gradients of a graph stand before any pass."""
        queue, seen = list(roots), set[int]()
        while queue:
            one = queue.pop()
            if isinstance(one, list | tuple | set | frozenset):
                queue += one
            elif isinstance(one, self.cls) and id(one) not in seen:
                seen.add(id(one))
                setattr(one, self.grad, self._blank(getattr(one, self.data)))
                queue += vars(one).values()

    def _blank(self, data: Any) -> Any:
        """A gradient before any pass: as the class makes it."""
        zero = np.zeros_like(data)
        return (
            None if self._fresh is None else self.native(zero) if isinstance(self._fresh, self.cls) else zero
        )

    def _back(self, output: Any, cotangent: Any) -> None:
        """The class's own backward: it starts from a gradient it is given, or from ones."""
        if _required(output.backward):
            output.backward(getattr(cotangent, self.data))
            return
        weighed = output * cotangent
        sums = hasattr(weighed, "sum") and not _required(weighed.sum)
        (weighed.sum() if sums else weighed).backward()


def _required(method: Callable[..., Any]) -> bool:
    return any(a.required for a in arguments(method))


def engine_of(module: ModuleType) -> Engine | None:
    """The class of arrays of a file, where it has one that goes backward."""
    for cls in list(vars(module).values()):
        if isinstance(cls, type) and all(hasattr(cls, n) for n in OPERATIONS):
            found = _engine(cls)
            if found is not None:
                return found
    return None


def _engine(cls: type) -> Engine | None:
    try:
        trial = guarded(made, cls, TRIAL)
    except CallTrouble:
        return None
    held = vars(trial) if of_user(trial) and hasattr(trial, "__dict__") else {}
    data = next((n for n, v in held.items() if isinstance(v, np.ndarray) and np.array_equal(v, TRIAL)), "")
    grad = next((n for n in held if "grad" in n and "require" not in n), "")
    if not data or not grad:
        return None
    opened_at(cls, data)
    return Engine(cls, data, grad)


def made(cls: Callable[..., Any], array: NDArray[Any]) -> Any:
    """An object of the class around an array, one that takes a gradient."""
    asked = "requires_grad" in inspect.signature(cls).parameters
    return cls(array, requires_grad=True) if asked else cls(array)
