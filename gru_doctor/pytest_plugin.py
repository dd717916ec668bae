"""The pytest plugin: `--gru-doctor PATH...`, the mark `gru` and the fixture `gru_doctor`.

It is imported by every pytest run where gru-doctor is installed, so it imports nothing of the tool until
one of the three is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

    from gru_doctor.records import Report

MARK = "gru(expect=None, ignore=()): examine this class as a GRU; one item for every check and finding"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--gru-doctor PATH...`"""
    parser.getgroup("gru-doctor").addoption(
        "--gru-doctor",
        nargs="+",
        action="extend",
        default=[],
        metavar="PATH",
        help="Examine every GRU in these files too; one item for every check and finding.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known."""
    config.addinivalue_line("markers", MARK)


@pytest.fixture(scope="session")
def gru_doctor() -> ModuleType:
    """`gru_doctor.testing`: check, assert_healthy, load, satisfies_laws, state_machine."""
    from gru_doctor import testing

    return testing


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add the items of the paths, before -k and the others choose among all."""
    for word in config.getoption("--gru-doctor"):
        file = Examined.from_parent(session, name=word, nodeid=word)
        file.thing = word
        items.extend(file.collect())


def pytest_pycollect_makeitem(
    collector: pytest.Module | pytest.Class, name: str, obj: object
) -> Examined | None:
    """A class with the mark stands for its items, wherever it was defined first."""
    if not isinstance(obj, type) or not isinstance(collector, pytest.Module):
        return None
    mark = next((m for m in getattr(obj, "pytestmark", ()) if m.name == "gru"), None)
    if mark is None or obj.__module__ != collector.obj.__name__:
        return None
    made: Examined = Examined.from_parent(collector, name=name)
    made.thing, made.chosen = obj, dict(mark.kwargs)
    return made


class Examined(pytest.Collector):
    """One path or class; examined when its items are collected, for they are what was found."""

    thing: Any
    chosen: dict[str, Any] = {}  # noqa: RUF012  (replaced, never changed)

    def collect(self) -> Iterable[pytest.Item]:
        """One item for every check and finding of every target."""
        from gru_doctor.items import told

        return [self._item(name, text, outcome) for name, text, outcome in told(self._report(), self.chosen)]

    def _report(self) -> Report:
        from gru_doctor.items import examined

        return examined(self.thing, self.chosen)

    def _item(self, name: str, text: str, outcome: str) -> Told:
        item: Told = Told.from_parent(self, name=name)
        item.text, item.outcome = text, outcome
        return item


class Told(pytest.Item):
    """What one check or finding says: it passes, warns, is skipped, or fails with the diagnosis."""

    text: str
    outcome: str

    def runtest(self) -> None:
        """Say it."""
        if self.outcome == "skip":
            pytest.skip(self.text)
        if self.outcome == "warn":
            self.warn(pytest.PytestWarning(self.text))
        if self.outcome == "fail":
            raise Found(self.text)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The diagnosis alone: a traceback of ours would say nothing."""
        if isinstance(excinfo.value, Found):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Any, int | None, str]:
        """The place that pytest names in its summary."""
        return self.path, None, self.name


class Found(Exception):
    """A diagnosis; its text is the failure."""
