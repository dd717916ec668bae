"""What each question to the worker may be answered with; a frame of ours can still be nonsense."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from gru_doctor.records import Card, Trace
from gru_doctor.subject import Call, Edit, Gradient, Repeated, Run
from gru_doctor.worker.wire import LIMIT, Malformed

LARGEST = 1 << 16  # an input or a state of more is nobody's


def checked(name: str, arguments: tuple[Any, ...], value: Any) -> Any:
    """The answer, if it has the type and the shape of an answer to this question."""
    if not FITTING[name](value, *arguments):
        raise Malformed(f"no answer to {name!r}")
    return value


def _real(value: Any, *shape: int | None) -> bool:
    """Whether it is an array of real numbers, of this shape; None leaves a size open."""
    if not isinstance(value, np.ndarray) or value.dtype.kind != "f" or value.ndim != len(shape):
        return False
    return all(want in (None, got) for want, got in zip(shape, value.shape, strict=True))


def _card(value: Any) -> bool:
    """Sizes that can be probed, and no kind that only the numbers can tell."""
    if not isinstance(value, Card) or value.kind not in ("gru", "lstm"):
        return False
    sizes = (value.input_size, value.hidden_size)
    small = all(0 < size <= LARGEST for size in sizes)
    return small and all(0 <= n <= LIMIT for p in value.parameters for n in p.shape)


def _trace(value: Any) -> bool:
    """Each moment at a known site, and begun before it ended."""
    if not isinstance(value, Trace):
        return False
    return all(m.site in value.sites and 0 <= m.begin <= i for i, m in enumerate(value.moments))


def _arrays(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    return all(isinstance(k, str) and _real(v, *v.shape) for k, v in value.items())


def _run(value: Any, call: Call) -> bool:
    _, batch, _ = call.xs.shape
    if not isinstance(value, Run):
        return False
    # Too few steps are no forgery: that is a fault to be named. Where none is left, no layout is.
    none_left = value.outputs is not None and not value.outputs.size
    fits = value.outputs is None or _real(value.outputs, None, None if none_left else batch, None)
    return fits and (value.last is None or _real(value.last, batch, None))


def _sweep(value: Any, call: Call, edits: Sequence[Edit]) -> bool:
    batch = call.xs.shape[1] if edits else None
    return _real(value, len(edits), batch, None)


def _gradient(value: Any, call: Call, _cotangent: Any) -> bool:
    return _of_size(value, *call.xs.shape)


def _of_size(value: Any, *shape: int | None) -> bool:
    """Whether it is a gradient for inputs (T, B, D)."""
    if not isinstance(value, Gradient) or not _arrays(value.weights):
        return False
    fits = value.xs is None or _real(value.xs, *shape)
    return fits and (value.h0 is None or _real(value.h0, shape[1], None))


def _repeated(value: Any, call: Call, _cotangent: Any) -> bool:
    """A second pass may give arrays of another size: that is a fault to be named."""
    if not isinstance(value, Repeated):
        return False
    steps, _, inputs = call.xs.shape
    passes = (value.first, value.again, value.afresh)
    return all(isinstance(g, Gradient) and _arrays(g.weights) for g in passes) and _of_size(
        value.first, steps, None, inputs
    )


FITTING: dict[str, Callable[..., bool]] = {
    "load": lambda value, *_: _card(value),
    "weights": _arrays,
    "assign": lambda value, _: value is None,
    "run": _run,
    "part": lambda value, _number, _like, call: _run(value, call),
    "sweep": _sweep,
    "gradient": _gradient,
    "repeated": _repeated,
    "record": lambda value, *_: _trace(value),
}
