"""Ready-made layers of PyTorch's, several layers or directions of one nn.GRU or of several, wherever an
object holds them: what they start from, and each layer and direction as a layer of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

STORED = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


def stacks_of(thing: Any) -> list[Any]:
    """Each nn.GRU in a module, which may be the module itself, where they have more than one layer or
    direction together."""
    torch = sys.modules.get("torch")
    if torch is None or not isinstance(thing, torch.nn.Module):
        return []
    found = [m for m in thing.modules() if isinstance(m, torch.nn.GRU)]
    return found if sum(map(_count, found)) > 1 else []


def start_of(thing: Any) -> tuple[int, int] | None:
    """How many states of how many units the first of them starts from."""
    stacks = stacks_of(thing)
    return (_count(stacks[0]), stacks[0].hidden_size) if stacks else None


def _count(stack: Any) -> int:
    return int(stack.num_layers) * (1 + bool(stack.bidirectional))


def apart(stack: Any) -> Iterator[Any]:
    """Layer after layer, in each the forward direction first: an nn.GRU of one layer on the stack's own
    arrays."""
    from torch.nn import GRU

    for layer in range(stack.num_layers):
        for direction in ("", "_reverse")[: 1 + bool(stack.bidirectional)]:
            width = getattr(stack, f"weight_ih_l{layer}{direction}").shape[1]
            alone = GRU(width, stack.hidden_size, bias=stack.bias)
            for name in STORED[: 2 + 2 * bool(stack.bias)]:
                setattr(alone, f"{name}_l0", getattr(stack, f"{name}_l{layer}{direction}"))
            yield alone


@contextmanager
def sent_back(thing: Any) -> Iterator[list[Any]]:
    """The arrays that the ready-made layers in a module return while it lasts; filled as they run."""
    torch, arrays = sys.modules.get("torch"), list[Any]()
    layers = [m for m in _modules(thing) if torch is not None and isinstance(m, torch.nn.RNNBase)]

    def keep(_: Any, given: Any, value: Any) -> None:
        states = value[1] if isinstance(value[1], tuple) else (value[1],)
        arrays.extend(a.data.detach().numpy() for a in (value[0], *states))  # one that is packed has data too

    hooks = [m.register_forward_hook(keep) for m in layers]
    try:
        yield arrays
    finally:
        for hook in hooks:
            hook.remove()


def _modules(thing: Any) -> list[Any]:
    modules = getattr(thing, "modules", None)
    return list(modules()) if callable(modules) and hasattr(thing, "_modules") else []


def received(thing: Any, run: Callable[[], object]) -> Any:
    """What the first ready-made layer or cell in a module is given during a run; None where there is none."""
    torch = sys.modules.get("torch")
    if torch is None or not isinstance(thing, torch.nn.Module):
        return None
    kinds = (torch.nn.RNNBase, torch.nn.RNNCellBase)
    inner = [m for m in thing.modules() if m is not thing and isinstance(m, kinds)]
    taken: list[Any] = []
    hooks = [m.register_forward_pre_hook(lambda _, given: taken.append(given[0])) for m in inner]
    try:
        run()
    finally:
        for hook in hooks:
            hook.remove()
    return taken[0] if taken else None
