"""What the values of every stand-in have in common: they are torch tensors that never change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np
import torch

_AS_IT_IS = torch.overrides.get_default_nowrap_functions()


class Value(torch.Tensor):
    """A torch tensor in the manner of `framework`; whatever torch makes of it is of its `kind`."""

    framework: ClassVar[str]
    kind: ClassVar[type[Value]]

    def __init_subclass__(cls, framework: str | None = None) -> None:
        if framework is not None:
            cls.framework, cls.kind = framework, cls

    @classmethod
    def __torch_function__(cls, func: Any, types: Iterable[type], args: Any = (), kwargs: Any = None) -> Any:
        """Run torch's function; a stored array gives values, never another stored array."""
        with torch._C.DisableTorchFunctionSubclass():
            result = func(*args, **(kwargs or {}))
        return result if func in _AS_IT_IS else dressed(result, cls.kind)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        copied = plain(self).detach().clone().as_subclass(type(self))
        copied.requires_grad_(self.requires_grad)
        vars(copied).update(vars(self))
        memo[id(self)] = copied
        return copied

    def eval(self, *_: Any, **__: Any) -> np.ndarray[Any, Any]:
        """The numbers."""
        return np.array(self.detach().numpy())

    def __repr__(self, *, tensor_contents: Any = None) -> str:  # type: ignore[override]
        return f"{type(self).__name__}({self.eval()!r})"

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"the {self.framework} stand-in has no attribute {name} on a tensor")

    def __setitem__(self, key: Any, value: Any) -> None:
        raise TypeError(f"a value of {self.framework} cannot be assigned to item by item")


def dressed(result: Any, kind: type[Value], args: tuple[Any, ...] = ()) -> Any:
    """The result, or the tensors in a list of results, as values of this kind.

    torch gives back an argument that it need not change: that must become another value.
    """
    if isinstance(result, torch.Tensor):
        if any(result is a for a in args):
            return result.as_subclass(kind)
        return of_kind(result, kind)
    if type(result) in (list, tuple):
        return type(result)(dressed(part, kind, args) for part in result)
    return result


def of_kind(fresh: torch.Tensor, kind: type[Value]) -> Any:
    """A tensor that torch has just made, as a value of this kind."""
    if type(fresh) is torch.Tensor:
        # Nobody else holds it; as_subclass would add an alias to the graph, dear as a product.
        fresh.__class__ = kind
        return fresh
    return fresh if type(fresh) is kind else fresh.as_subclass(kind)


def plain(value: Any) -> torch.Tensor:
    """The value as a torch tensor, floats in float64; the gradient passes."""
    if not isinstance(value, torch.Tensor):
        value = torch.as_tensor(np.array(value))
    bare: torch.Tensor = value.as_subclass(torch.Tensor)
    return bare.double() if bare.is_floating_point() else bare
