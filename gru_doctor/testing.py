"""For people's own tests: check an object, demand that it is healthy, make its property suite.

    from gru_doctor.testing import assert_healthy, satisfies_laws

    def test_my_gru():
        assert_healthy(MyGRU, expect="pytorch")

    TestMyGRU = satisfies_laws(MyGRU)

An object may be a class, an instance, a function, a module, or a path such as "cells.py:MyGRU". It runs
in this process, and what loading changes in the process is put back.
"""

from __future__ import annotations

import linecache
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gru_doctor import __version__
from gru_doctor.conventions import published
from gru_doctor.errors import ConstructTrouble, Trouble
from gru_doctor.loaders.text.places import located
from gru_doctor.objects.aside import undisturbed
from gru_doctor.objects.given import Given, given, handing_over, instance_of
from gru_doctor.objects.opening import QUICK, file_of
from gru_doctor.objects.opening import load as load
from gru_doctor.objects.placing import placed
from gru_doctor.objects.shown import Report
from gru_doctor.records import Options, Problem, Result, Target

if TYPE_CHECKING:
    from gru_doctor.suites import Suite


def check(thing: Any, *, expect: str | None = None, options: Options = QUICK) -> Report:
    """Examine an object in this process, by the same inference as the command line.

    `expect` names the convention it must follow (pytorch, keras, cho2014 …). What is wrong with the
    object is in the report; UsageTrouble is raised for an `expect` that nobody knows.
    """
    if expect is not None:
        options = replace(options, expect=published(expect).name)
    try:
        found = given(thing)
        if found.name is None:
            found = replace(found, path=located(found.path)) if isinstance(thing, str) else found
    except Trouble as trouble:
        return Report(__version__, options.seed, (_failed(str(thing), trouble),))
    with undisturbed(file_of(found)), handing_over(thing):
        return Report(__version__, options.seed, _examined(found, thing, options))


def _failed(name: str, trouble: Trouble) -> Result:
    problem = Problem(trouble.kind, trouble.message, trouble.hint, trouble.line)
    return Result(Target(name, ""), "error", error=problem)


def _examined(found: Given, thing: Any, options: Options) -> tuple[Result, ...]:
    from gru_doctor.doctor import examine, examine_all

    if found.text is None:
        results = examine_all([found.word], options, _silent).results
    else:
        with _remembered(found):
            results = (placed(examine(found.target, options, _silent), found.path, found.lines),)
    if any(r.error is not None and r.error.kind == ConstructTrouble.kind for r in results):
        own = instance_of(found, thing)
        if own is not None:
            return _named(_examined(own, thing, options), found)
    return tuple(results)


def _named(results: tuple[Result, ...], found: Given) -> tuple[Result, ...]:
    """An instance goes by the name of its class."""
    return tuple(replace(r, target=replace(r.target, name=found.name or "", text=None)) for r in results)


@contextmanager
def _remembered(found: Given) -> Iterator[None]:
    """The text can be looked up by its path, as Python does for its own tracebacks."""
    text = found.text or ""
    kept = linecache.cache.get(found.path)
    linecache.cache[found.path] = (len(text), None, text.splitlines(keepends=True), found.path)
    try:
        yield
    finally:
        linecache.cache.pop(found.path)
        if kept is not None:
            linecache.cache[found.path] = kept


def _silent(message: str, share: float | None) -> None:
    """Nobody waits in front of a test."""


def assert_healthy(
    thing: Any, *, expect: str | None = None, ignore: Collection[str] = (), options: Options = QUICK
) -> Report:
    """Raise AssertionError with the diagnosis unless every target is healthy; returns the report.

    `ignore` are codes or names of faults that may stand (["GRU112"]).
    """
    report = check(thing, expect=expect, options=options)
    kept = replace(report, results=tuple(without(r, ignore) for r in report.results))
    if not kept.results or any(r.verdict != "healthy" for r in kept.results):
        raise AssertionError(f"not healthy\n{kept}")
    return report


def without(result: Result, ignore: Collection[str]) -> Result:
    """The result without findings of these codes or names; healthy where no other error is left."""
    left = tuple(f for f in result.findings if not {f.code, f.name} & set(ignore))
    if len(left) == len(result.findings):
        return result
    faulty = any(f.severity == "error" for f in left)
    verdict = result.verdict if faulty or result.verdict != "faulty" else "healthy"
    return replace(result, findings=left, verdict=verdict)


def satisfies_laws(thing: Any, *, max_examples: int | None = None, expect: str | None = None) -> type[Suite]:
    """A class of tests, one for every law that applies to the object and one for its diagnosis, for
    pytest to collect: `TestMyGRU = satisfies_laws(MyGRU)`.

    `max_examples` is how many examples each law is tried on; Hypothesis' profile decides where it is
    left out. `expect` is that of `check`.
    """
    from gru_doctor.suites import suite

    name = getattr(thing, "__name__", None) or type(thing).__name__
    return suite(name, lambda: load(thing), lambda: assert_healthy(thing, expect=expect), max_examples)


def state_machine(thing: Any) -> Any:
    """A Hypothesis RuleBasedStateMachine that steps, runs, resets, sets the state of the object and goes
    backward in any order, and compares every move with the reference. For pytest:
    `TestStates = state_machine(MyGRU).TestCase`.
    """
    from gru_doctor.machine import machine

    return machine(load(thing))
