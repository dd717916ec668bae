"""The arrays that a loaded object holds, each with every place it can be reached from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gru_doctor.loaders.frameworks import Framework, numeric


@dataclass
class Slot:
    """One stored array: its best name, the native object, and (container, key) of each alias."""

    name: str
    holder: Any
    framework: Framework
    places: list[tuple[Any, Any]] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)

    def members(self) -> list[Slot]:
        """What is stored in one piece."""
        return [self]

    def read(self) -> NDArray[np.float64]:
        """A float64 copy."""
        value = self.framework.array(self.holder)
        if value is None:
            raise TypeError(f"{self.name} is no array any more")
        return np.array(value, dtype=np.float64)

    def write(self, array: NDArray[np.float64]) -> None:
        """Overwrite it, in place or, where its dtype would lose digits, at every place."""
        shaped = np.asarray(array, dtype=np.float64).reshape(self.read().shape)
        if self.framework.write(self.holder, shaped):
            return
        self.holder = self.framework.native(shaped)
        for container, key in self.places:
            put(container, key, self.holder)

    def standing(self) -> NDArray[np.float64] | None:
        """What stands at its first place by now: another array where the user's code has put one."""
        container, key = self.places[0]
        boxed = isinstance(container, dict | list | tuple)
        value = self.framework.array(container[key] if boxed else getattr(container, key))
        return None if value is None else np.array(value, dtype=np.float64)

    def put_back(self, array: NDArray[np.float64]) -> None:
        """Write it, and let the stored array stand at all its places again."""
        self.write(array)
        for container, key in self.places:
            put(container, key, self.holder)


def put(container: Any, key: Any, value: Any) -> None:
    """Let a value stand at a place."""
    if isinstance(container, dict | list):
        container[key] = value
    elif not isinstance(container, tuple):
        object.__setattr__(container, key, value)  # Equinox's records are frozen


def slots(roots: dict[str, Any], framework: Framework) -> list[Slot]:
    """Every float array reachable from the roots (name -> object), aliases joined.

    Attributes, lists, tuples, dicts and objects of the user's own classes are walked. A view of
    another slot is left out: the larger array speaks for it.
    """
    found: list[Slot] = []
    for name, holder, container, key in _walk(roots, framework):
        same = next((s for s in found if s.holder is holder and not _beside(s, container)), None)
        if same is None:
            same = Slot(name, holder, framework)
            found.append(same)
        elif _plainer(name, same.name):
            same.name = name
        same.places.append((container, key))
        same.aliases.append(name)
    arrays = [s.holder for s in found if isinstance(s.holder, np.ndarray)]
    return [s for s in found if not _inside(s.holder, arrays)]


def _beside(slot: Slot, container: Any) -> bool:
    """Two names for one array in one container are two declared parameters that are shared; a name
    in another container, such as a list of all parameters, is only an alias."""
    return any(place is container for place, _ in slot.places) and not isinstance(container, _Fixed)


def _plainer(new: str, old: str) -> bool:
    return ("[" in old or "." in old) and not ("[" in new or "." in new)


def _inside(part: Any, arrays: list[NDArray[Any]]) -> bool:
    if not isinstance(part, np.ndarray):
        return False
    return any(part.size < whole.size and np.shares_memory(part, whole) for whole in arrays)


def _walk(roots: dict[str, Any], framework: Framework) -> Iterator[tuple[str, Any, Any, Any]]:
    queue = [(name, value, roots, name) for name, value in roots.items()]
    seen: set[int] = set()
    while queue:
        name, value, container, key = queue.pop(0)
        if is_float_array(value, framework) and not framework.declared(value):
            yield name, value, container, key
            continue
        if id(value) in seen or len(seen) > 5000:
            continue
        seen.add(id(value))
        queue += children(name, value, framework)


def is_float_array(value: Any, framework: Framework) -> bool:
    """A native array of floats with at least one axis."""
    if value is None or isinstance(value, str | bytes | type) or numeric(value):
        return False
    if isinstance(value, list | tuple):
        return _row_of_numbers(value)
    array = framework.array(value)
    return array is not None and array.dtype.kind == "f" and array.ndim > 0


def _row_of_numbers(value: Any) -> bool:
    if isinstance(value, tuple) or not value:
        return False
    if all(isinstance(v, float) for v in value):
        return True
    rows = all(isinstance(v, list) and v and all(isinstance(e, float) for e in v) for v in value)
    return rows and len({len(v) for v in value}) == 1


def children(name: str, value: Any, framework: Framework) -> list[tuple[str, Any, Any, Any]]:
    """The parts of a container or object, named as one writes them."""
    if isinstance(value, dict):
        return [(f"{name}[{k!r}]" if name else str(k), v, value, k) for k, v in value.items()]
    if isinstance(value, list | tuple):
        return [(f"{name}[{i}]", v, value, i) for i, v in enumerate(value)]
    declared = framework.declared(value)
    if declared:
        return [(_joined(name, k), v, _Fixed(), k) for k, v in declared.items()]
    if not hasattr(value, "__dict__") or not of_user(value):
        return []
    return [(_joined(name, k), v, value, k) for k, v in vars(value).items()]


class _Fixed:
    """The container of a declared parameter, which is always overwritten in place."""


def _joined(name: str, key: str) -> str:
    return f"{name}.{key}" if name and key else name or key


def of_user(value: Any) -> bool:
    """Whether an object is of a class of the user's own, or of a kind that users keep weights in."""
    home = type(value).__module__.split(".")[0]
    stood = type(value).__module__.startswith("gru_doctor.loaders.standins")
    return home.startswith("__gru_user__") or home in _USER_ROOTS or stood


def is_module(value: Any) -> bool:
    """A layer of a framework whose layers are plain records of arrays."""
    return type(value).__module__.split(".")[0] in ("flax", "equinox") and not isinstance(value, type)


_USER_ROOTS: set[str] = {"types", "argparse", "keras", "theano", "tensorflow", "flax", "equinox"}


def add_user_root(name: str) -> None:
    """Objects of this top-level package are the user's own."""
    _USER_ROOTS.add(name)
