"""tensorflow.python.ops.array_ops: shapes, parts, joins; both orders in which arguments came."""

from __future__ import annotations

from typing import Any

import torch

from gru_doctor.loaders.standins.tensorflow.tensor import TensorShape, dtype_of, lift, op
from gru_doctor.loaders.standins.values import plain


def sizes(shape: Any) -> tuple[int, ...]:
    """A shape as people give it, as plain numbers."""
    if isinstance(shape, torch.Tensor):
        shape = shape.tolist()
    return tuple(int(n) for n in shape) if isinstance(shape, (list, tuple)) else (int(shape),)


@op
def concat(
    values: Any = None, axis: Any = None, name: Any = None, concat_dim: Any = None
) -> Any:  # fmt: skip
    """Values one behind the other; `concat(1, [a, b])` is the order before TensorFlow 1.0."""
    axis = concat_dim if axis is None else axis
    if isinstance(axis, (list, tuple)):
        values, axis = axis, values
    return torch.cat([plain(v) for v in values], int(axis))


@op
def split(*args: Any, **kwargs: Any) -> Any:
    """The parts along an axis; `split(1, 2, value)` is the order before TensorFlow 1.0."""
    old = "split_dim" in kwargs or (len(args) == 3 and isinstance(args[2], torch.Tensor))
    names = ("axis", "parts", "value") if old else ("value", "parts", "axis")
    spelled = {"split_dim": "axis", "num_split": "parts", "num_or_size_splits": "parts"}
    given = dict(zip(names, args, strict=False)) | {
        spelled.get(name, name): value for name, value in kwargs.items()
    }
    value, parts, axis = plain(given["value"]), given["parts"], int(given.get("axis", 0))
    if isinstance(parts, (list, tuple)):
        return list(torch.split(value, [int(n) for n in parts], axis))
    if value.shape[axis] % parts:
        raise ValueError(f"an axis of length {value.shape[axis]} has no {parts} equal parts")
    return list(torch.split(value, value.shape[axis] // parts, axis))


@op
def stack(values: Any, axis: int = 0, name: Any = None) -> Any:
    """Values side by side along a new axis."""
    return torch.stack([plain(v) for v in values], axis)


@op
def unstack(value: Any, num: Any = None, axis: int = 0, name: Any = None) -> Any:
    """The entries along an axis, as a list."""
    return list(torch.unbind(plain(value), axis))


@op
def reshape(tensor: Any, shape: Any, name: Any = None) -> Any:
    """The same entries in another shape."""
    return plain(tensor).reshape(sizes(shape))


@op
def transpose(a: Any, perm: Any = None, name: Any = None) -> Any:
    """The axes in this order, by default the reverse one."""
    a = plain(a)
    return a.permute(sizes(perm) if perm is not None else tuple(reversed(range(a.ndim))))


@op
def expand_dims(input: Any, axis: Any = None, name: Any = None, dim: Any = None) -> Any:
    """A new axis of length 1."""
    return plain(input).unsqueeze(int(dim if axis is None else axis))


@op
def squeeze(input: Any, axis: Any = None, name: Any = None, squeeze_dims: Any = None) -> Any:
    """Without axes of length 1."""
    axes = squeeze_dims if axis is None else axis
    return plain(input).squeeze() if axes is None else plain(input).squeeze(sizes(axes))


def shape(input: Any, name: Any = None, out_type: Any = None) -> TensorShape:
    """The lengths of the axes."""
    return lift(input).get_shape()  # type: ignore[no-any-return]


def rank(input: Any, name: Any = None) -> int:
    """The number of axes."""
    return plain(input).ndim


@op
def zeros(shape: Any, dtype: Any = "float32", name: Any = None) -> Any:
    """Zeros of this shape."""
    return torch.zeros(sizes(shape), dtype=dtype_of(dtype))


@op
def ones(shape: Any, dtype: Any = "float32", name: Any = None) -> Any:
    """Ones of this shape."""
    return torch.ones(sizes(shape), dtype=dtype_of(dtype))


@op
def fill(dims: Any, value: Any, name: Any = None) -> Any:
    """One number in this shape."""
    return plain(value).expand(sizes(dims)).clone()


@op
def zeros_like(tensor: Any, dtype: Any = None, name: Any = None, optimize: Any = None) -> Any:
    """Zeros in the shape of another value."""
    return torch.zeros_like(plain(tensor), dtype=dtype and dtype_of(dtype))


@op
def ones_like(tensor: Any, dtype: Any = None, name: Any = None, optimize: Any = None) -> Any:
    """Ones in the shape of another value."""
    return torch.ones_like(plain(tensor), dtype=dtype and dtype_of(dtype))


@op
def constant(value: Any, dtype: Any = None, shape: Any = None, name: Any = None, **_: Any) -> Any:
    """A value, repeated to a shape where one is given."""
    made = plain(value) if dtype is None else plain(value).to(dtype_of(dtype))
    return made if shape is None else made.expand(sizes(shape)).clone()


@op
def eye(num_rows: Any, num_columns: Any = None, **_: Any) -> Any:
    """Ones on the diagonal."""
    return torch.eye(int(num_rows), int(num_columns or num_rows), dtype=torch.float64)


@op
def arange(start: Any, limit: Any = None, delta: Any = 1, **_: Any) -> Any:
    """start, start + delta, ... before limit."""
    start, limit = (0, start) if limit is None else (start, limit)
    return torch.arange(start, limit, delta)


@op
def gather(params: Any, indices: Any, name: Any = None, axis: int = 0, **_: Any) -> Any:
    """The slices at these places."""
    places = plain(indices)
    if places.is_floating_point():
        raise TypeError("the places to gather from are whole numbers")
    places = places.long()
    taken = plain(params).index_select(axis, places.reshape(-1))
    if not places.ndim:
        return taken.squeeze(axis)
    return taken.reshape((*taken.shape[:axis], *places.shape, *taken.shape[axis + 1 :]))


@op
def slice_(input_: Any, begin: Any, size: Any, name: Any = None) -> Any:
    """The part that begins here and has this size; −1 is whatever is left."""
    pairs = zip(sizes(begin), sizes(size), strict=True)
    return plain(input_)[tuple(slice(b, None if n < 0 else b + n) for b, n in pairs)]


@op
def reverse(tensor: Any, axis: Any = None, name: Any = None, dims: Any = None) -> Any:
    """Some axes in reverse order, named by number or (before 1.0) by True in a list."""
    chosen = dims if axis is None else axis
    listed = list(chosen) if isinstance(chosen, (list, tuple)) else [chosen]
    if all(isinstance(a, bool) for a in listed):
        listed = [i for i, wanted in enumerate(listed) if wanted]
    return plain(tensor).flip([int(a) for a in listed])


@op
def reverse_sequence(
    input: Any, seq_lengths: Any, seq_axis: Any = None, batch_axis: Any = None, name: Any = None,
    seq_dim: Any = None, batch_dim: Any = None,
) -> Any:  # fmt: skip
    """The first seq_lengths[i] entries of each row i in reverse order; what lies past them stays."""
    along = int(seq_dim if seq_axis is None else seq_axis)
    across = int((batch_dim or 0) if batch_axis is None else batch_axis)
    rows = plain(input).movedim((across, along), (0, 1))
    lengths, steps = plain(seq_lengths).long()[:, None], torch.arange(rows.shape[1])
    places = torch.where(steps < lengths, lengths - 1 - steps, steps)
    return rows[torch.arange(len(rows))[:, None], places].movedim((0, 1), (across, along))


@op
def where(condition: Any, x: Any, y: Any, name: Any = None) -> Any:
    """x where the condition holds, else y; a vector of conditions chooses whole rows."""
    condition, x, y = plain(condition).bool(), plain(x), plain(y)
    rows = condition.reshape(condition.shape + (1,) * (x.ndim - condition.ndim))
    return torch.where(rows, x, y)


@op
def tile(input: Any, multiples: Any, name: Any = None) -> Any:
    """The whole several times along each axis."""
    return plain(input).tile(sizes(multiples))


@op
def one_hot(indices: Any, depth: Any, *_: Any, **__: Any) -> Any:
    """Rows of 0 with a 1 at each place."""
    return torch.nn.functional.one_hot(plain(indices).long(), int(depth)).double()


@op
def sequence_mask(lengths: Any, maxlen: Any = None, dtype: Any = "bool", name: Any = None) -> Any:
    """(B, T): true where t is less than the length."""
    lengths = plain(lengths)
    steps = torch.arange(int(lengths.max() if maxlen is None else maxlen))
    return (steps < lengths.unsqueeze(-1)).to(dtype_of(dtype))


@op
def identity(input: Any, name: Any = None) -> Any:
    """The value."""
    return plain(input)


@op
def stop_gradient(input: Any, name: Any = None) -> Any:
    """The value, through which no gradient passes."""
    return plain(input).detach()


FUNCTIONS: dict[str, Any] = {
    function.__name__: function
    for function in (
        concat, split, stack, unstack, reshape, transpose, expand_dims, squeeze, shape, rank, zeros,
        ones, fill, zeros_like, ones_like, constant, eye, gather, reverse, reverse_sequence, where, tile,
        one_hot, sequence_mask, identity, stop_gradient,
    )
} | {
    "slice": slice_, "range": arange, "pack": stack, "unpack": unstack, "select": where,
    "reverse_v2": reverse, "concat_v2": concat,
}  # fmt: skip
