"""What the user's code is given in one call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gru_doctor.subject import Call


@dataclass
class Inputs:
    """The native arrays of one call, kept so that gradients can be asked for: one x a call (a cell
    has one a step), and the state."""

    xs: list[Any]
    h: Any
    values: list[Any]


@dataclass(frozen=True)
class Step:
    """What one call of the user's code gets: native input and states, and the call it is part of."""

    x: Any
    h: Any
    c: Any
    call: Call


class LeftOut:
    """An argument that is not passed."""


LEFT_OUT = LeftOut()
WRAPS: dict[str, Callable[[Any, Any], Any]] = {
    "bare": lambda h, c: h, "list": lambda h, c: [h], "tuple": lambda h, c: (h,),
    "pair": lambda h, c: (h, c), "reversed pair": lambda h, c: (c, h),
}  # fmt: skip
