"""The modules a user's file imports: plain names in, a clear error for every other name."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any

Surface = Mapping[str, Mapping[str, Any]]
"""Public module name -> the names in it, e.g. {"theano.tensor": {"dot": dot}}."""


class Facade(ModuleType):
    """A module that stands in for one of an old framework's."""

    def __getattr__(self, name: str) -> Any:
        framework, _, module = self.__name__.partition(".")
        thing = f"{module}.{name}" if module else name
        raise AttributeError(f"the {framework} stand-in has no {thing}")


def facades(framework: str, surface: Surface) -> dict[str, ModuleType]:
    """One module for each name of the surface and each package above it, hung on its parent."""
    modules: dict[str, ModuleType] = {name: Facade(name) for name in sorted(_with_parents(surface))}
    for name, module in modules.items():
        module.__path__ = []
        # Python names this "file" when `from theano import something` fails.
        module.__file__ = f"the {framework} stand-in"
        vars(module).update(surface.get(name, {}))
    for name, module in modules.items():
        parent, _, child = name.rpartition(".")
        if parent and child not in vars(modules[parent]):
            setattr(modules[parent], child, module)
    return modules


def _with_parents(surface: Surface) -> set[str]:
    parts = [name.split(".") for name in surface]
    return {".".join(part[: i + 1]) for part in parts for i in range(len(part))}
