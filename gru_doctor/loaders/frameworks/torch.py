"""PyTorch tensors and modules; also what the stand-ins for old frameworks compute with."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

NEEDS = "torch"
RANK = 10
AUTOGRAD = True

torch.set_num_threads(1)


def owns(thing: Any, module: Any) -> bool:
    """Modules, and objects of files that import torch or a framework that stands on it."""
    if isinstance(thing, torch.nn.Module):
        return True
    if isinstance(thing, type) and issubclass(thing, torch.nn.Module | torch.autograd.Function):
        return True
    return any(_kin(v) for v in vars(module).values())


_KIN = {"torch", "theano", "keras", "tensorflow"}


def _kin(value: Any) -> bool:
    """A module of the family, or something defined in one."""
    own = getattr(value, "__name__", "") if isinstance(value, ModuleType) else ""
    home = getattr(value, "__module__", None) or getattr(type(value), "__module__", "")
    stood = str(home).startswith("gru_doctor.loaders.standins")
    return stood or {str(own).split(".")[0], str(home).split(".")[0]} & _KIN != set()


def native(array: NDArray[Any]) -> Any:
    """A fresh tensor, float64 where the array is."""
    return torch.as_tensor(np.array(array))


def array(value: Any) -> NDArray[Any] | None:
    """Tensors, and lists of equal-shaped tensors."""
    if isinstance(value, torch.Tensor):
        return value.detach().cpu().numpy()
    if isinstance(value, np.ndarray):
        return value if value.dtype.kind in "fciub" else None
    if not isinstance(value, list | tuple) or not value:
        return None
    parts = [array(v) for v in value]
    whole = [p for p in parts if p is not None]
    if len(whole) < len(parts) or len({p.shape for p in whole}) > 1:
        return None
    return np.stack(whole)


def prepare(thing: Any) -> tuple[str, ...]:
    """Evaluation mode and float64."""
    if not isinstance(thing, torch.nn.Module):
        return ()
    noted = ("put into evaluation mode",) if any(_noisy(m) for m in thing.modules()) else ()
    thing.eval()
    thing.double()
    return noted


def tracked(value: Any) -> Any:
    """A leaf that autograd follows."""
    return value.requires_grad_(True)


def follow(holder: Any) -> None:
    """Make a stored parameter a leaf that autograd follows, where it is not yet."""
    if holder.is_leaf and holder.dtype.is_floating_point:
        holder.requires_grad_(True)


def pulled_back(outputs: list[Any], cotangents: list[Any], leaves: list[Any]) -> list[Any]:
    """Gradients of Σ cotangent ⊙ output by each leaf; None where autograd does not reach. The graph is
    kept, so that it can be asked again."""
    total = sum((o * c).sum() for o, c in zip(outputs, cotangents, strict=True))
    if not isinstance(total, torch.Tensor) or not total.requires_grad:
        return [None] * len(leaves)
    return list(torch.autograd.grad(total, leaves, allow_unused=True, retain_graph=True))


def _noisy(module: torch.nn.Module) -> bool:
    chances = getattr(module, "p", 0), getattr(module, "dropout", 0)
    return any(isinstance(chance, int | float) and chance > 0 for chance in chances)


def declared(thing: Any) -> dict[str, Any]:
    """named_parameters of a module, shared ones under each of their names."""
    if not isinstance(thing, torch.nn.Module):
        return {}
    return dict(thing.named_parameters(remove_duplicate=False))


def registry() -> dict[str, Any]:
    """Nothing lives beside the objects."""
    return {}


def write(holder: Any, array: NDArray[Any]) -> bool:
    """In place, outside autograd."""
    if holder.dtype != torch.float64:
        return False
    with torch.no_grad():
        holder.copy_(torch.as_tensor(np.ascontiguousarray(array)))
    return True
