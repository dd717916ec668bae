"""New arrays, and the same entries in another shape."""

from __future__ import annotations

from typing import Any

import torch

from gru_doctor.loaders.standins.lengths import broadcastable
from gru_doctor.loaders.standins.theano.casting import dtype_of, keeping
from gru_doctor.loaders.standins.theano.ops import op
from gru_doctor.loaders.standins.theano.variable import Variable, lift
from gru_doctor.loaders.standins.values import plain


def lengths(size: Any) -> tuple[Any, ...]:
    """A size as people give it (a number, a list, a vector) as a tuple of lengths."""
    if isinstance(size, torch.Tensor):
        size = size.tolist() if size.ndim else (int(size),)
    return tuple(size) if isinstance(size, (list, tuple)) else (size,)


@op
def shape(x: Any) -> Any:
    """The lengths of the axes."""
    return lift(x).shape


@op
def alloc(value: Any, *size: Any) -> Any:
    """The value repeated to this size; where an axis is written as 1, it broadcasts."""
    filled = plain(value).expand(tuple(map(int, size))).clone()
    return keeping(filled.as_subclass(Variable), broadcastable(size))


@op
def zeros(size: Any, dtype: Any = "float64") -> Any:
    """An array of zeros."""
    return alloc(torch.zeros((), dtype=dtype_of(dtype)), *lengths(size))


@op
def ones(size: Any, dtype: Any = "float64") -> Any:
    """An array of ones."""
    return alloc(torch.ones((), dtype=dtype_of(dtype)), *lengths(size))


@op
def zeros_like(x: Any, dtype: Any = None, opt: bool = False) -> Any:
    """Zeros in the shape of x."""
    x = lift(x)
    return keeping(torch.zeros_like(x, dtype=dtype_of(dtype or x.dtype)), x.pattern)


@op
def ones_like(x: Any, dtype: Any = None, opt: bool = False) -> Any:
    """Ones in the shape of x."""
    x = lift(x)
    return keeping(torch.ones_like(x, dtype=dtype_of(dtype or x.dtype)), x.pattern)


@op
def eye(n: Any, m: Any = None, k: int = 0, dtype: Any = "float64") -> Any:
    """Ones on a diagonal."""
    full = torch.ones(int(n), int(n if m is None else m), dtype=dtype_of(dtype))
    return (torch.triu(full, k) - torch.triu(full, k + 1)).as_subclass(Variable)


@op
def arange(start: Any, stop: Any = None, step: Any = 1, dtype: Any = None) -> Any:
    """start, start + step, ... before stop."""
    start, stop = (0, start) if stop is None else (start, stop)
    bounds = [v.item() if isinstance(v, torch.Tensor) else v for v in (start, stop, step)]
    made = torch.arange(*bounds, dtype=dtype_of(dtype) if dtype else None)
    return lift(made)


@op
def reshape(x: Any, *size: Any, ndim: int | None = None) -> Any:
    """The same entries in another shape; -1 is whatever is left."""
    wanted = lengths(size[0] if len(size) == 1 else size)
    return keeping(plain(x).reshape(tuple(map(int, wanted))), broadcastable(wanted))


@op
def flatten(x: Any, ndim: int = 1, outdim: int | None = None) -> Any:
    """The last axes made one, so that ndim axes are left."""
    x, kept = plain(x), (outdim or ndim) - 1
    return x.reshape(*x.shape[:kept], -1)


@op
def dimshuffle(x: Any, *pattern: Any) -> Any:
    """The axes in this order; 'x' is a new one of length 1 that broadcasts."""
    order = pattern[0] if len(pattern) == 1 and isinstance(pattern[0], (list, tuple)) else pattern
    x, kept = lift(x), [axis for axis in order if axis != "x"]
    dropped = [axis for axis in range(x.ndim) if axis not in kept]
    moved = plain(x).permute([*kept, *dropped]).reshape([int(x.shape[axis]) for axis in kept])
    for place, axis in enumerate(order):
        moved = moved.unsqueeze(place) if axis == "x" else moved
    return keeping(moved, tuple(axis == "x" or x.broadcastable[axis] for axis in order))


@op
def transpose(x: Any, *axes: Any) -> Any:
    """The axes in this order, by default the reverse one."""
    order = axes[0] if len(axes) == 1 and axes[0] is not None else axes
    return dimshuffle(x, *(order if order and order[0] is not None else reversed(range(x.ndim))))


@op
def swapaxes(x: Any, a: int, b: int) -> Any:
    """Two axes exchanged."""
    order = list(range(x.ndim))
    order[a], order[b] = order[b], order[a]
    return dimshuffle(x, *order)


@op
def join(axis: int, *parts: Any) -> Any:
    """The parts one behind the other along an axis."""
    values = [lift(part) for part in parts]
    common = torch.float64 if any(v.is_floating_point() for v in values) else values[0].dtype
    joined = torch.cat([plain(v).to(common) for v in values], int(axis)).as_subclass(Variable)
    shared = [all(same) for same in zip(*(v.broadcastable for v in values), strict=True)]
    shared[int(axis)] = False
    return keeping(joined, tuple(shared))


@op
def concatenate(tensor_list: Any, axis: int = 0) -> Any:
    """The parts in a list, one behind the other along an axis."""
    return join(axis, *tensor_list)


@op
def stack(*parts: Any, axis: int = 0) -> Any:
    """The parts side by side along a new axis; given apart or in one list."""
    listed = parts[0] if len(parts) == 1 or isinstance(parts[0], (list, tuple)) else parts
    at = parts[1] if listed is parts[0] and len(parts) == 2 else axis
    return torch.stack([plain(part) for part in listed], int(at)).as_subclass(Variable)


@op
def repeat(x: Any, repeats: Any, axis: int | None = None) -> Any:
    """Each entry several times."""
    times = plain(repeats) if isinstance(repeats, torch.Tensor) else int(repeats)
    return torch.repeat_interleave(plain(x), times, axis).as_subclass(Variable)


@op
def tile(x: Any, reps: Any, ndim: int | None = None) -> Any:
    """The whole array several times along each axis."""
    return torch.tile(plain(x), tuple(map(int, lengths(reps)))).as_subclass(Variable)


@op
def split(x: Any, splits_size: Any, n_splits: int, axis: int = 0) -> Any:
    """The parts of these sizes along an axis."""
    sizes = [int(n) for n in lengths(splits_size)]
    return list(torch.split(plain(x), sizes, int(axis)))


@op
def squeeze(x: Any) -> Any:
    """Without the axes that broadcast."""
    x = lift(x)
    return dimshuffle(x, *[i for i, gone in enumerate(x.broadcastable) if not gone])


@op
def repattern(x: Any, pattern: Any) -> Any:
    """The same value; these axes, and no others, broadcast."""
    fresh = plain(x).as_subclass(Variable)
    fresh.pattern = tuple(bool(axis) for axis in pattern)
    return fresh


@op
def unbroadcast(x: Any, *axes: int) -> Any:
    """The same value; these axes no longer broadcast."""
    x = lift(x)
    named = {axis % x.ndim for axis in axes}
    return repattern(x, [b and i not in named for i, b in enumerate(x.broadcastable)])


@op
def addbroadcast(x: Any, *axes: int) -> Any:
    """The same value; these axes, of length 1, broadcast."""
    x = lift(x)
    named = {axis % x.ndim for axis in axes}
    if any(x.shape[axis] != 1 for axis in named):
        raise ValueError("only an axis of length 1 can broadcast")
    return repattern(x, [b or i in named for i, b in enumerate(x.broadcastable)])


@op
def shape_padleft(x: Any, n_ones: int = 1) -> Any:
    """New axes of length 1 in front."""
    return dimshuffle(x, *"x" * n_ones, *range(x.ndim))


@op
def shape_padright(x: Any, n_ones: int = 1) -> Any:
    """New axes of length 1 behind."""
    return dimshuffle(x, *range(x.ndim), *"x" * n_ones)


FUNCTIONS: dict[str, Any] = {
    function.__name__: function
    for function in (
        shape, alloc, zeros, ones, zeros_like, ones_like, eye, arange, reshape, flatten, dimshuffle,
        transpose, swapaxes, join, concatenate, stack, repeat, tile, split, squeeze, unbroadcast,
        addbroadcast, shape_padleft, shape_padright,
    )
} | {"patternbroadcast": repattern, "fill": lambda a, b: zeros_like(a) + b}  # fmt: skip
