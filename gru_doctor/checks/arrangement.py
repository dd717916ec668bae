"""How the layers of a stack or a bidirectional layer are put together, told by trying: each layer is
called by itself, and what comes of it is put together in every usual way, and in the wrong ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from gru_doctor.checks.probe import call, weights
from gru_doctor.checks.storeys import mixed
from gru_doctor.closeness import gap, rounding
from gru_doctor.errors import CallTrouble
from gru_doctor.records import Array, Evidence, Options
from gru_doctor.subject import Call, Composed, Run

Walked = Callable[..., Array]
"""The states of a layer: its number, its input, the layer whose code is taken, where it starts from."""
Pairs = tuple[tuple[int, int], ...]
"""Of each storey the number of the layer that runs forward, and of the one that runs back."""


@dataclass(frozen=True)
class Arrangement:
    """One way to put layers together: what it gives as (T, B, G) and as a final state (B, G). A wrong
    way has a code; `culprit` is the value (T, B, H) that stands where another belongs."""

    told: str
    outputs: Array
    last: Array
    code: str = ""
    culprit: Array | None = None


@dataclass(frozen=True)
class Assembly:
    """The arrangement found, None where there is none, and what it was found with."""

    evidence: Evidence
    found: Arrangement | None
    weights: dict[str, Array]
    call: Call


def assembled(subject: Composed, options: Options) -> Assembly:
    """Evidence "sequence" of the whole, and the arrangement, right or wrong, that gives its numbers."""
    generator = np.random.default_rng([options.seed, 13])
    drawn = weights(subject.card, generator)
    subject.assign(drawn)
    asked = Call(call(subject.card, options, generator, max(3, options.steps)).xs)
    run, limit = subject.run(asked), rounding(subject.card.dtype)
    errors = [(_error(a, run.outputs, run.last), a) for a in arrangements(subject, asked)]
    right = min((e for e, a in errors if not a.code), default=1.0)
    found = next((a for e, a in errors if e <= limit), None) or _mixed(subject, asked, run, limit)
    told = f"layers {found.told}" if found else "the layers are put together in no way that is known"
    status = "pass" if found and not found.code else "fail"
    evidence = Evidence("sequence", status, right, limit, detail=told)  # type: ignore[arg-type]
    return Assembly(evidence, found, drawn, asked)


def _mixed(subject: Composed, asked: Call, run: Run, limit: float) -> Arrangement | None:
    """A stack whose storeys begin at each other's states, where that gives the numbers."""
    try:
        for told, outputs, spoiled in mixed(subject, asked.xs):
            way = Arrangement(f"one above the other, {told}", outputs, outputs[-1], "GRU302", spoiled)
            if _error(way, run.outputs, run.last) <= limit:
                return way
    except CallTrouble:  # no stack
        return None
    return None


def _error(arrangement: Arrangement, outputs: Array | None, last: Array | None) -> float:
    if outputs is not None:
        return _gap(outputs, arrangement.outputs)
    return 1.0 if last is None else _gap(last, arrangement.last)


def _gap(found: Array, right: Array) -> float:
    return gap(found, right) if found.shape == right.shape else 1.0


def arrangements(subject: Composed, asked: Call) -> Iterator[Arrangement]:
    """The right ones first."""
    count = subject.card.parts

    def walked(number: int, xs: Array, like: int, start: Array | None = None) -> Array:
        run = subject.part(number, like, Call(xs, start))
        if run.outputs is None:
            raise CallTrouble("a layer gives no sequence")
        return run.outputs

    for ways in (_stacks, _both_ways):
        try:
            yield from ways(walked, asked.xs, count)
        except CallTrouble:  # the sizes of these layers do not allow it
            continue


def _stacks(walked: Walked, xs: Array, count: int) -> Iterator[Arrangement]:
    yield _of(_chained(walked, xs, count, 0.0), "one above the other")
    yield _of(_chained(walked, xs, count, 1.0), "one above the other, each added to what it gets")
    yield _of(walked(0, xs, 0), "of which the first alone is returned", "GRU111")
    top = walked(count - 1, xs, count - 1)  # refused where the layers are of different sizes
    yield _of(top, "side by side: the last one is fed with the input", "GRU111")


def _chained(walked: Walked, xs: Array, count: int, past: float) -> Array:
    current = walked(0, xs, 0)
    for number in range(1, count):
        current = walked(number, current, number) + past * current
    return current


def _of(outputs: Array, told: str, code: str = "") -> Arrangement:
    return Arrangement(told, outputs, outputs[-1], code, outputs if code else None)


MERGES: dict[str, Callable[[Array, Array], Array]] = {
    "side by side": lambda f, b: np.concatenate([f, b], -1),
    "side by side, the backward one first": lambda f, b: np.concatenate([b, f], -1),
    "added": np.add,
    "averaged": lambda f, b: (f + b) / 2,
    "multiplied": np.multiply,
}


def _short(walked: Walked, xs: Array, pair: tuple[int, int]) -> Iterator[tuple[Array, str, str]]:
    """The backward one where its loop leaves out a step: its output stays as the array was made."""
    back = xs[::-1]
    for told, kept, place in (("the first", back[:-1], 0), ("the last", back[1:], len(xs) - 1)):
        made = walked(pair[1], kept, pair[0])[::-1]
        yield np.insert(made, place, 0.0, axis=0), "GRU308", f"where the backward one leaves out {told} step"


def _both_ways(walked: Walked, xs: Array, count: int) -> Iterator[Arrangement]:
    """In each storey two directions; the one above is fed with both, side by side."""
    if count % 2:
        return
    for pairs in dict.fromkeys((_neighbours(count), _halves(count))):
        current = xs
        for forth, back in pairs[:-1]:
            f, u = walked(forth, current, forth), walked(back, current[::-1], back)
            current = np.concatenate([f, u[::-1]], -1)
        yield from _in_two_directions(walked, current, pairs[-1])
        if len(pairs) > 1:
            yield from _lowest(walked, xs, pairs[0])


def _lowest(walked: Walked, xs: Array, pair: tuple[int, int]) -> Iterator[Arrangement]:
    """The lowest of several storeys, where the highest belongs."""
    f, u = walked(pair[0], xs, pair[0]), walked(pair[1], xs[::-1], pair[1])
    for told, merge in MERGES.items():
        whole = f"in both directions, {told}, of which the lowest storey alone is returned"
        yield Arrangement(whole, merge(f, u[::-1]), merge(f[-1], u[-1]), "GRU111", merge(f, u[::-1]))


def _neighbours(count: int) -> Pairs:
    return tuple((k, k + 1) for k in range(0, count, 2))


def _halves(count: int) -> Pairs:
    """All that run forward first."""
    return tuple((k, k + count // 2) for k in range(count // 2))


def _in_two_directions(walked: Walked, xs: Array, pair: tuple[int, int]) -> Iterator[Arrangement]:
    first, second = pair
    f, u = walked(first, xs, first), walked(second, xs[::-1], first)
    carried = walked(second, xs[::-1], first, f[-1])
    wrong = (
        (u, "GRU307", "where the backward one is not turned back in time"),
        (walked(second, xs, first), "GRU307", "where both run forward in time"),
        (f, "GRU111", "where the first stands for the second too"),
        (walked(first, xs[::-1], first)[::-1], "GRU111", "where the first one's weights go both ways"),
        *_short(walked, xs, pair),
    )
    for told, merge in MERGES.items():
        whole = f"in both directions, {told}"
        yield Arrangement(whole, merge(f, u[::-1]), merge(f[-1], u[-1]))
    yield from _early(f, u[::-1])
    for told, merge in MERGES.items():
        for b, code, why in wrong:
            whole = f"in both directions, {told}, {why}"
            yield Arrangement(whole, merge(f, b), merge(f[-1], b[-1]), code, b)
        whole = (
            f"in both directions, {told}, the backward one starting from the last state of the forward one"
        )
        ways = merge(f, carried[::-1]), merge(f[-1], carried[-1])
        yield Arrangement(whole, *ways, "GRU313", carried[0])


def _early(f: Array, turned: Array) -> Iterator[Arrangement]:
    """Where a final state alone is returned; before what would leave out a step to the same effect."""
    for told, merge in MERGES.items():
        whole = f"in both directions, {told}, whose backward final state is that of the first step it ran"
        yield Arrangement(whole, merge(f, turned), merge(f[-1], turned[-1]), "GRU314", turned)
