"""The ways to build and to call an object, tried until one is beyond doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from gru_doctor.loaders.arrays.beginning import beginning, matrices
from gru_doctor.loaders.arrays.parameters import gathered, random_weights
from gru_doctor.loaders.arrays.shapes import VOCABULARY
from gru_doctor.loaders.arrays.sizes import Sizes
from gru_doctor.loaders.building.choices import Workshop
from gru_doctor.loaders.building.construct import Built, builds
from gru_doctor.loaders.building.lookup import Table
from gru_doctor.loaders.building.storeys import received
from gru_doctor.loaders.calling.assignments import MOST
from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.calling.probing import probe
from gru_doctor.loaders.search import Search
from gru_doctor.loaders.trying.doubt import LOOKS_AHEAD
from gru_doctor.loaders.trying.fit import Fit, fitted
from gru_doctor.loaders.trying.parts import composed
from gru_doctor.records import Target

Fitting = tuple[Built, Fit]
Round = tuple[Workshop, int]


def best_of(
    rounds: Iterable[Round], target: Target, search: Search, best: Fitting | None = None
) -> Fitting | None:
    """The first way to build and call it beyond doubt, else the least doubtful one; the likeliest
    calls of every build are tried before the rest, and equal sizes after others: they hide which
    argument is the state."""
    for only, breadth in rounds:
        for built, fit in _fits(only, target, search, breadth):
            if best is None or (built.order, fit.rank) < (best[0].order, best[1].rank):
                best = built, fit
            if best[1] is fit and fit.doubt == 0:
                return best
    return best


def worded(shop: Workshop, target: Target, advice: str, search: Search) -> Fitting:
    """The same where whole words are its input."""
    words = replace(shop, sizes=(Sizes(VOCABULARY, shop.sizes[0].h),))
    best = next(_fits(words, target, search, 1), None)
    if best is None:
        raise search.refusal(target, advice)
    return best


def likely(shop: Workshop) -> list[Round]:
    """Which sizes are tried first, with how many ways to call what is built."""
    first, *others = _by_sizes(shop)
    return [(first, 1), (first, 2), *((other, 1) for other in others)]


def thorough(shop: Workshop) -> list[Round]:
    """All sizes with every way to call it."""
    return [(each, MOST) for each in _by_sizes(shop)]


def _by_sizes(shop: Workshop) -> list[Workshop]:
    return [replace(shop, sizes=(sizes,)) for sizes in shop.sizes]


def _fits(shop: Workshop, target: Target, search: Search, breadth: int) -> Iterator[tuple[Built, Fit]]:
    for built in builds(shop, target.name, search):
        stored = gathered(built)
        built.first = beginning(stored)
        if built.first:  # each call would put back what shows nothing; a state on the object begins at zero
            random_weights(matrices(stored), shop.generator)
            built.memory.remember()
        random_weights(stored, shop.generator)
        fit = fitted(built, search, breadth)
        if fit is not None:
            yield built, _looking_ahead(built, fit)
        if fit is not None and built.start is None:
            continue
        wide = list(_both_ways(built, shop))
        for other in (*wide, *(e for one in (built, *wide) for e in _embedded(one))):
            fit = fitted(other, search, breadth)
            if fit is not None and _altered(other, fit):
                search.failed(
                    fit.plan.told, "the vectors it looks up are changed before its ready-made layer"
                )
            elif fit is not None:
                # Two directions look ahead, as they should.
                yield other, replace(fit, doubt=0) if fit.doubt == LOOKS_AHEAD else fit
        if search.attempts < 0:
            return


def _altered(built: Built, fit: Fit) -> bool:
    """Whether a ready-made layer gets other numbers than the vectors of a table, say after a relu: together
    they are no GRU of these vectors."""
    if built.table is None:
        return False
    caller, call = Caller(built, fit.plan), probe(built)
    given = received(built.thing, lambda: caller.run(call))
    array = None if given is None else built.framework.array(given)
    return array is not None and not np.isin(array, call.xs).all()


def _looking_ahead(built: Built, fit: Fit) -> Fit:
    """A ready-made stack that runs in two directions looks ahead, as it should."""
    meant = built.start is not None and fit.doubt == LOOKS_AHEAD
    return replace(fit, doubt=0) if meant else fit


def _both_ways(built: Built, shop: Workshop) -> Iterator[Built]:
    """Two directions give states side by side."""
    if composed(built, shop.cells):
        yield replace(built, sizes=Sizes(built.sizes.d, 2 * built.sizes.h))


def _embedded(built: Built) -> Iterator[Built]:
    """With each table that whole numbers can be looked up in."""
    for slot in gathered(built):
        shape = slot.read().shape
        if len(shape) == 2 and VOCABULARY in shape and shape[0] != shape[1]:
            size = shape[0] + shape[1] - VOCABULARY
            table = Table(slot, columns=shape[1] == VOCABULARY)
            yield replace(built, sizes=Sizes(size, built.sizes.h), table=table)
