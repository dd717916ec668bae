"""theano.scan, now or as soon as its inputs are there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gru_doctor.loaders.standins.theano.deferred import waits
from gru_doctor.loaders.standins.theano.deferred_scan import postponed
from gru_doctor.loaders.standins.theano.loop import run


def scan(
    fn: Callable[..., Any],
    sequences: Any = None,
    outputs_info: Any = None,
    non_sequences: Any = None,
    n_steps: Any = None,
    truncate_gradient: int = -1,
    go_backwards: bool = False,
    mode: Any = None,
    name: str | None = None,
    profile: Any = False,
    allow_gc: Any = None,
    strict: bool = False,
    return_list: bool = False,
) -> tuple[Any, Any]:
    """Call fn once a step; returns (outputs, updates), each output with the steps as first axis.

    A single output is returned itself, not in a list (unless return_list): `rval[0]` is then the
    first step. fn takes slices of sequences, then past outputs, then non-sequences, as given.
    """
    if truncate_gradient == 0:
        raise ValueError("scan: truncate_gradient must be -1 or a number of steps, not 0")
    given = (sequences, outputs_info, non_sequences, n_steps)
    settings: dict[str, Any] = {"go_backwards": go_backwards, "truncate": int(truncate_gradient)}
    if waits(given):
        outputs, updates = postponed(fn, given, {**settings, "name": name})
    else:
        outputs, updates = run(fn, given, name=name, **settings)
    if len(outputs) == 1 and not return_list:
        return outputs[0], updates
    return (list(outputs) or None), updates
