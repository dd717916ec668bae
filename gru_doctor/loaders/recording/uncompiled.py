"""Compilers that read the user's source would bypass the recorder: while a file is loaded they hand
back what they are given. Nothing is imported for this; a framework is dealt with once it is there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def identity(function: Any = None, *_: Any, **__: Any) -> Any:
    """Stand in for a compiling decorator, used bare or with options."""
    return function if callable(function) else lambda decorated: decorated


def _module_class() -> Any:
    return sys.modules["torch"].nn.Module


# (module, attribute): what takes its place, made when the module is there.
STAND_INS: dict[tuple[str, str], Callable[[], Any]] = {
    ("torch", "compile"): lambda: identity,
    ("torch.jit", "script"): lambda: identity,
    ("torch.jit", "script_method"): lambda: identity,
    ("torch.jit", "ScriptModule"): _module_class,
    ("numba", "jit"): lambda: identity,
    ("numba", "njit"): lambda: identity,
}
FRAMEWORKS = frozenset(module.split(".")[0] for module, _ in STAND_INS)


class Uncompiled:
    """Replaces the compilers of frameworks, and puts them back."""

    def __init__(self) -> None:
        self._originals: dict[tuple[str, str], Any] = {}

    def disable(self, framework: str) -> None:
        """Make the compilers of an imported framework hand back what they get."""
        for (module, name), stand_in in STAND_INS.items():
            present = sys.modules.get(module)
            wanted = module.split(".")[0] == framework and (module, name) not in self._originals
            if wanted and hasattr(present, name):
                self._originals[module, name] = getattr(present, name)
                setattr(present, name, stand_in())

    def restore(self) -> None:
        """Put every compiler back, where its module, which may have been stood in for, is still there."""
        for (module, name), original in self._originals.items():
            if module in sys.modules:
                setattr(sys.modules[module], name, original)
        self._originals.clear()
