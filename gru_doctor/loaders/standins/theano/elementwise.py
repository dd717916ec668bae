"""Functions of each entry alone, and the operators."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import torch

from gru_doctor.loaders.standins.theano.casting import floating, joint, keeping, number
from gru_doctor.loaders.standins.theano.ops import op

Function = Callable[..., Any]


def unary(compute: Function, prepare: Function = floating) -> Function:
    """A function of one tensor, entry by entry."""

    @op
    def apply(x: Any) -> Any:
        x = prepare(x)
        return keeping(compute(x), x.pattern)

    return apply


def binary(compute: Function, prepare: Function = number) -> Function:
    """A function of two tensors, broadcast against each other."""

    @op
    def apply(a: Any, b: Any) -> Any:
        a, b = prepare(a), prepare(b)
        return joint(compute(a, b), a, b)

    return apply


def flipped(function: Function) -> Function:
    """The function with its two arguments in the other order."""

    def apply(a: Any, b: Any) -> Any:
        return function(b, a)

    return apply


def chained(function: Function) -> Function:
    """The function of two over any number of arguments, from the left."""

    def apply(*values: Any) -> Any:
        return reduce(function, values)

    return apply


@op
def switch(condition: Any, yes: Any, no: Any) -> Any:
    """`yes` where the condition is not 0, else `no`."""
    condition, yes, no = number(condition), number(yes), number(no)
    return joint(torch.where(torch.ne(condition, 0), yes, no), condition, yes, no)


@op
def clip(x: Any, low: Any, high: Any) -> Any:
    """The value, no less than low and no more than high."""
    x = number(x)
    return keeping(torch.minimum(torch.maximum(x, _like(low, x)), _like(high, x)), x.pattern)


def _like(bound: Any, x: Any) -> Any:
    return number(bound).to(x.dtype)


def _relaxed(compute: Function) -> Function:
    def apply(a: Any, b: Any) -> Any:
        dtype = torch.result_type(a, b)
        return compute(a.to(dtype), b.to(dtype))

    return apply


UNARY: dict[str, Function] = {
    name: unary(getattr(torch, name))
    for name in (
        "tanh", "exp", "expm1", "log", "log2", "log10", "log1p", "sqrt", "sin", "cos", "tan",
        "sinh", "cosh", "arcsin", "arccos", "arctan", "erf", "erfc", "reciprocal",
    )
}  # fmt: skip
_OF_INTEGERS: dict[str, Function] = {
    "abs_": torch.abs, "abs": torch.abs, "sgn": torch.sign, "neg": torch.neg, "sqr": torch.square,
    "square": torch.square, "floor": torch.floor, "ceil": torch.ceil, "round": torch.round,
    "iround": lambda x: torch.round(x).long(), "isnan": torch.isnan, "isinf": torch.isinf,
}  # fmt: skip
UNARY |= {name: unary(compute, number) for name, compute in _OF_INTEGERS.items()}
UNARY |= {"inv": UNARY["reciprocal"], "sign": UNARY["sgn"]}

COMPARISONS: dict[str, Function] = {
    name: binary(getattr(torch, name)) for name in ("eq", "lt", "le", "gt", "ge")
} | {"neq": binary(torch.ne)}

LOGICAL: dict[str, Function] = {
    "and_": binary(torch.bitwise_and), "or_": binary(torch.bitwise_or),
    "xor": binary(torch.bitwise_xor),
}  # fmt: skip

ARITHMETIC: dict[str, Function] = {
    "add": binary(torch.add), "sub": binary(torch.sub), "mul": binary(torch.mul),
    "true_div": binary(torch.true_divide, floating), "int_div": binary(torch.floor_divide),
    "mod": binary(torch.remainder), "pow": binary(torch.pow),
}  # fmt: skip

FUNCTIONS: dict[str, Function] = {
    **UNARY, **COMPARISONS, **LOGICAL, **ARITHMETIC,
    "switch": switch, "where": switch, "clip": clip,
    "add": chained(ARITHMETIC["add"]), "mul": chained(ARITHMETIC["mul"]),
    "subtract": ARITHMETIC["sub"], "power": ARITHMETIC["pow"], "divide": ARITHMETIC["true_div"],
    "maximum": binary(_relaxed(torch.maximum)), "minimum": binary(_relaxed(torch.minimum)),
    "floor_div": ARITHMETIC["int_div"], "invert": unary(lambda x: torch.eq(x, 0), number),
}  # fmt: skip

_INFIX = {
    "add": ARITHMETIC["add"], "sub": ARITHMETIC["sub"], "mul": ARITHMETIC["mul"],
    "truediv": ARITHMETIC["true_div"], "floordiv": ARITHMETIC["int_div"], "mod": ARITHMETIC["mod"],
    "pow": ARITHMETIC["pow"], "and": LOGICAL["and_"], "or": LOGICAL["or_"], "xor": LOGICAL["xor"],
}  # fmt: skip

# A Theano value never changes: `a += b` binds a to a new one, and what a was a part of stays.
OPERATORS: dict[str, Function] = {
    **{f"__{name}__": function for name, function in _INFIX.items()},
    **{f"__i{name}__": function for name, function in _INFIX.items()},
    **{f"__r{name}__": flipped(function) for name, function in _INFIX.items()},
    **{f"__{name}__": COMPARISONS[name] for name in ("lt", "le", "gt", "ge")},
    "__neg__": UNARY["neg"], "__abs__": UNARY["abs_"], "__invert__": FUNCTIONS["invert"],
    # `==` asks whether two variables are the same one, so that they can be looked up in lists.
    "__eq__": object.__eq__, "__ne__": object.__ne__, "__hash__": object.__hash__,
}  # fmt: skip
