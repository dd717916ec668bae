"""The property suite of one cell: a class with a test for every law, for pytest to collect."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar
from unittest import SkipTest

from hypothesis import HealthCheck, given, settings

from gru_doctor.laws import LAWS, Law
from gru_doctor.strategies import trials
from gru_doctor.trials import Cell

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)


class Suite:
    """Tests of one object, loaded when the first of them runs."""

    opened: ClassVar[Callable[[], Cell]]
    diagnosed: ClassVar[Callable[[], Any]]
    examples: ClassVar[dict[str, int]]

    @classmethod
    def cell(cls) -> Cell:
        """The object, loaded."""
        return cls.opened()

    def test_diagnosis(self) -> None:
        """No check finds anything wrong with it."""
        type(self).diagnosed()


def suite(
    name: str, opened: Callable[[], Cell], diagnosed: Callable[[], Any], max_examples: int | None
) -> type[Suite]:
    """A Suite for the object that `opened` loads and `diagnosed` checks."""
    tests = {f"test_{law.name.replace('-', '_')}": _test(law) for law in LAWS}
    examples = {} if max_examples is None else {"max_examples": max_examples}
    held = {"opened": staticmethod(cache(opened)), "diagnosed": staticmethod(diagnosed)}
    return type(f"Laws of {name}", (Suite,), {**tests, **held, "examples": examples})


def _test(law: Law) -> Callable[[Suite], None]:
    def test(self: Suite) -> None:
        cell = self.cell()
        reason = law.excuse(cell)
        if reason:
            raise SkipTest(reason)
        hold(law, cell, **self.examples)

    test.__doc__ = f"{law.says[0].upper()}{law.says[1:]}."
    return test


def hold(law: Law, cell: Cell, **chosen: Any) -> None:
    """Try a law on as many examples as the settings say; raises LawBroken with the smallest that breaks
    it. The examples are the same each time."""

    @settings(deadline=None, derandomize=True, database=None, suppress_health_check=SLOW, **chosen)
    @given(trial=trials(cell))
    def holds(trial: Any) -> None:
        law(cell, trial)

    holds()
