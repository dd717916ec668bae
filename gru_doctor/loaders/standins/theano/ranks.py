"""How many axes an expression has before it has a value: code asks `x.ndim` while it builds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Rule = Callable[..., int]


def rank(value: Any) -> int:
    """The number of axes of a deferred or present value."""
    return int(getattr(value, "ndim", 0))


def rank_of_call(call: Callable[..., Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> int:
    """The number of axes of what a call will give."""
    rule = RULES.get(getattr(call, "__name__", ""), _widest)
    return rule(*args, **kwargs)


def count(value: Any) -> int | None:
    """How many entries a deferred value has along its first axis, where that can be known."""
    if getattr(value.call, "__name__", "") != "shape":
        return None
    return rank(value.args[0])


def _widest(*args: Any, **_: Any) -> int:
    return max((rank(a) for a in args), default=0)


def _dot(a: Any, b: Any) -> int:
    m, n = rank(a), rank(b)
    return max(m, n) if 0 in (m, n) else m + n - 2


def _indexed(x: Any, key: Any) -> int:
    parts = key if isinstance(key, tuple) else (key,)
    taken = sum(part is not None and part is not Ellipsis for part in parts)
    left = sum(part is None or isinstance(part, slice) for part in parts)
    arrays = [rank(p) for p in parts if _is_array(p)]
    return rank(x) - taken + left + max(arrays, default=0)


def _is_array(part: Any) -> bool:
    return part is not None and part is not Ellipsis and not isinstance(part, slice)


def _reduced(x: Any, axis: Any = None, dtype: Any = None, keepdims: bool = False) -> int:
    if keepdims:
        return rank(x)
    gone = rank(x) if axis is None else len(axis) if isinstance(axis, (list, tuple)) else 1
    return rank(x) - gone


def _sized(size: Any, *_: Any, **__: Any) -> int:
    return len(size) if isinstance(size, (list, tuple)) else count(size) or 1


def _reshaped(x: Any, *size: Any, ndim: int | None = None, **_: Any) -> int:
    return ndim or _sized(size[0] if len(size) == 1 else size)


def _shuffled(x: Any, *pattern: Any) -> int:
    return len(pattern[0]) if isinstance(pattern[0], (list, tuple)) else len(pattern)


def _joined(axis: Any, *parts: Any, **_: Any) -> int:
    return max(rank(p) for p in parts)


def _listed(parts: Any, *_: Any, **__: Any) -> int:
    return max((rank(p) for p in parts), default=0)


RULES: Mapping[str, Rule] = {
    "dot": _dot,
    "index": _indexed,
    **dict.fromkeys(("sum", "mean", "prod", "max", "min", "argmax", "argmin"), _reduced),
    **dict.fromkeys(("var", "std", "any", "all", "norm"), _reduced),
    **dict.fromkeys(("zeros", "ones"), _sized),
    "alloc": lambda value, *size: len(size),
    "reshape": _reshaped,
    "flatten": lambda x, ndim=1, **_: ndim,
    "dimshuffle": _shuffled,
    "arange": lambda *_, **__: 1,
    "shape": lambda x: 1,
    "join": _joined,
    "concatenate": _listed,
    "stack": lambda *parts, **k: 1 + (_listed(parts[0]) if len(parts) == 1 else _listed(parts)),
    "categorical_crossentropy": lambda p, y: rank(p) - 1,
    "tensordot": lambda a, b, axes=2: rank(a) + rank(b) - 2 * (axes if isinstance(axes, int) else 1),
    "grad": lambda cost, wrt, **_: rank(wrt),
    "step": lambda scan, i: scan.ranks[i],
}
