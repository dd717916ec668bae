"""A choice between two values, and a look at one."""

from __future__ import annotations

from typing import Any

from gru_doctor.loaders.standins.theano.ops import op


@op
def ifelse(condition: Any, then_branch: Any, else_branch: Any, name: Any = None) -> Any:
    """One of two values."""
    return then_branch if bool(condition) else else_branch


class Print:
    """theano.printing.Print: passes its argument on, and prints nothing."""

    def __init__(self, message: str = "", attrs: Any = (), **_: Any) -> None:
        self.message = message

    def __call__(self, x: Any) -> Any:
        """The argument."""
        return x
