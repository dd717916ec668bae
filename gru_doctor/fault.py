"""What a fault is: the reference with one thing replaced. Data, so that the same object is the
hypothesis a diagnosis tests, the way to plant the fault, and its own explanation.

Each module of `faults/` holds one `FAULT`; the folder is walked, nothing is registered.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from gru_doctor.records import Severity

if TYPE_CHECKING:
    from gru_doctor.equations.backward import Rule
    from gru_doctor.equations.chain import OverTime
    from gru_doctor.equations.gru import Equation, Step
    from gru_doctor.equations.layer import Layer
    from gru_doctor.records import Array, Convention

    Pair = tuple[Array, Array]
else:
    Pair = tuple


def _no_pairs(wrong: Step, right: Step) -> list[Pair]:
    return []


@dataclass(frozen=True)
class Altered:
    """One wrong set of equations of the cell.

    `equations` replaces entries of equations.gru.EQUATIONS; `gate` is where (update, reset,
    candidate, blend); `yours` and `reference` are the two equations as a person writes them.
    `pairs(wrong, right)` gives values of the altered step that are at fault with the healthy values
    that belong there, outermost first: they narrow the finding down inside the expression.
    `erases` names what the fault makes invisible ("update", "reset"), `silences` the blocks it makes
    dead (W_r, U_r, b_r …). `applies(convention)` is False where the fault cannot stand, or would be
    no fault.
    """

    equations: Mapping[str, Equation]
    gate: str
    yours: str
    reference: str
    pairs: Callable[[Step, Step], list[Pair]] = _no_pairs
    erases: tuple[str, ...] = ()
    silences: tuple[str, ...] = ()
    applies: Callable[[Convention], bool] = lambda convention: True


@dataclass(frozen=True)
class Slipped:
    """One wrong backward pass: `rules` replaces entries of equations.backward.RULES.

    `block` is the quantity that comes out wrong first (a rule's name), `factor` what multiplies the
    true one where a single number does (0 missing, −1 sign, 2 doubled); a factor of the sizes
    (1/B, 1/T) depends on the run and is left to the fit. `over_time` takes the place of
    equations.chain.through, where the fault lies between the steps. `severity` overrides the fault's.
    """

    rules: Mapping[str, Rule]
    block: str
    yours: str
    reference: str
    factor: float | None = None
    over_time: OverTime | None = None
    severity: Severity | None = None


@dataclass(frozen=True)
class Strayed:
    """One wrong way over time: `layer` takes the place of equations.layer.run."""

    layer: Layer
    yours: str
    reference: str


@dataclass(frozen=True)
class Fault:
    """A fault of the catalogue; its module's docstring explains it to people."""

    code: str
    name: str
    severity: Severity = "error"
    cell: tuple[Altered, ...] = ()
    backward: tuple[Slipped, ...] = ()
    sequence: tuple[Strayed, ...] = ()


@cache
def coded(code: str) -> Fault:
    """The fault of this code."""
    return next(f for f in faults() if f.code == code)


@cache
def faults() -> tuple[Fault, ...]:
    """Every fault of the folder, by code."""
    from gru_doctor import faults as folder

    found = []
    for info in pkgutil.iter_modules(folder.__path__):
        fault = getattr(importlib.import_module(f"{folder.__name__}.{info.name}"), "FAULT", None)
        if fault is not None:
            found.append(fault)
    return tuple(sorted(found, key=lambda f: f.code))
