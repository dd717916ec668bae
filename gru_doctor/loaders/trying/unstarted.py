"""Ready-made layers and cells of PyTorch's that a module calls without a state: they start from zeros of
their own, in the place of which a state can be put."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

LAYER_STATES, CELL_STATES = ("1BH", "11H", "1H"), ("BH", "1H", "H")
Starting = Callable[[Any], AbstractContextManager[Any]]


def unstarted(thing: Any) -> Iterator[tuple[Starting, tuple[str, ...]]]:
    """For each nn.GRU and nn.GRUCell in a module: what starts it from a state while it lasts, and the
    layouts that the state may have."""
    torch = sys.modules.get("torch")
    if torch is None or not isinstance(thing, torch.nn.Module):
        return
    for module in thing.modules():
        if isinstance(module, torch.nn.GRU):
            yield _starting(module), LAYER_STATES
        elif isinstance(module, torch.nn.GRUCell):
            yield _starting(module), CELL_STATES


def _starting(module: Any) -> Starting:
    @contextmanager
    def started(state: Any) -> Iterator[None]:
        def given(_: Any, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
            """The arguments of a call, with the state where none was passed."""
            passed = dict(zip(("input", "hx"), args, strict=False)) | named
            return ((), passed | {"hx": state}) if passed.get("hx") is None else None

        hook = module.register_forward_pre_hook(given, with_kwargs=True)
        try:
            yield
        finally:
            hook.remove()

    return started
