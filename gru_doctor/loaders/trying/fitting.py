"""The ways to build and to call an object, tried until one is beyond doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

import numpy as np

from gru_doctor.loaders.arrays.beginning import beginning, matrices
from gru_doctor.loaders.arrays.parameters import gathered, random_weights
from gru_doctor.loaders.arrays.shapes import VOCABULARY
from gru_doctor.loaders.arrays.sizes import Sizes
from gru_doctor.loaders.building.choices import Workshop
from gru_doctor.loaders.building.construct import Built, builds
from gru_doctor.loaders.building.cut import Cut
from gru_doctor.loaders.building.lookup import Table
from gru_doctor.loaders.building.storeys import received
from gru_doctor.loaders.calling.assignments import MOST
from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.calling.entries import entries, sequential
from gru_doctor.loaders.calling.plan import Plan, skeletons
from gru_doctor.loaders.calling.probing import UNFIT, probe
from gru_doctor.loaders.recording.tape import Tape
from gru_doctor.loaders.search import Search
from gru_doctor.loaders.trying.doubt import IGNORES_INPUT, LOOKS_AHEAD
from gru_doctor.loaders.trying.fit import Fit, fitted, masked
from gru_doctor.loaders.trying.heads import cut_in, picked_from
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


def headed(shop: Workshop, target: Target, tape: Tape) -> Fitting | None:
    """A model that returns what an output layer makes of its states, read before that layer; of the ways to
    call it the least doubtful."""
    search = Search()
    for built in _drawn(_by_sizes(shop)[0], target, search):
        found = [f for one in _widened(built, shop) for f in _fits_before(one, shop, search, tape)]
        if found:
            return min(found, key=lambda f: f[1].rank)
        if search.attempts < 0:
            return None
    return None


def _fits_before(built: Built, shop: Workshop, search: Search, tape: Tape) -> Iterator[Fitting]:
    for cut in _cuts(built, search, tape):
        whole = replace(built, cut=cut, notes=(*built.notes, cut.note))
        fit = fitted(whole, search, 1)
        picked = None if fit is None else picked_from(Caller(whole, fit.plan))
        if picked is not None:
            whole = replace(whole, cut=replace(cut, picked=picked))
            fit = fitted(whole, search, 1)
        if fit is not None and fit.doubt < IGNORES_INPUT and not _altered(whole, fit):
            yield whole, _both_meant(fit) if composed(whole, shop.cells) else fit


def _cuts(built: Built, search: Search, tape: Tape) -> Iterator[Cut]:
    """Where the states of a layer can be read, by each way to call it that runs."""
    found: set[Cut] = set()
    for entry in (e for e in entries(built) if sequential(built, e)):
        for plan in skeletons(built, entry, 1):
            for each in masked(plan) if plan.level == "layer" and not plan.listed else ():
                cut = _cut(built, each, tape) if search.spend() else None
                if cut is not None and cut not in found:
                    found.add(cut)
                    yield cut


def _cut(built: Built, plan: Plan, tape: Tape) -> Cut | None:
    with suppress(*UNFIT):
        return cut_in(Caller(built, plan), tape)
    return None


def likely(shop: Workshop) -> list[Round]:
    """Which sizes are tried first, with how many ways to call what is built."""
    first, *_ = _by_sizes(shop)
    return [(first, 1), (first, 2)]


def square(shop: Workshop) -> list[Round]:
    """The other sizes: equal ones, under which what an output layer returns may pass for the state."""
    return [(other, 1) for other in _by_sizes(shop)[1:]]


def thorough(shop: Workshop) -> list[Round]:
    """All sizes with every way to call it."""
    return [(each, MOST) for each in _by_sizes(shop)]


def _by_sizes(shop: Workshop) -> list[Workshop]:
    return [replace(shop, sizes=(sizes,)) for sizes in shop.sizes]


def _fits(shop: Workshop, target: Target, search: Search, breadth: int) -> Iterator[tuple[Built, Fit]]:
    for built in _drawn(shop, target, search):
        fit = fitted(built, search, breadth)
        if fit is not None:
            yield built, _looking_ahead(built, fit)
        if fit is not None and built.start is None:
            continue
        for other in list(_widened(built, shop))[1:]:
            fit = fitted(other, search, breadth)
            if fit is not None and _altered(other, fit):
                search.failed(
                    fit.plan.told, "the vectors it looks up are changed before its ready-made layer"
                )
            elif fit is not None:
                yield other, _both_meant(fit)
        if search.attempts < 0:
            return


def _drawn(shop: Workshop, target: Target, search: Search) -> Iterator[Built]:
    """What can be built, with random weights."""
    for built in builds(shop, target.name, search):
        stored = gathered(built)
        built.first = beginning(stored)
        if built.first:  # each call would put back what shows nothing; a state on the object begins at zero
            random_weights(matrices(stored), shop.generator)
            built.memory.remember()
        random_weights(stored, shop.generator)
        yield built


def _widened(built: Built, shop: Workshop) -> Iterator[Built]:
    """The same, with the states of two directions side by side, and with its tables of vectors."""
    whole = [built, *_both_ways(built, shop)]
    yield from whole
    yield from (table for one in whole for table in _embedded(one))


def _both_meant(fit: Fit) -> Fit:
    """Two directions look ahead, as they should."""
    return replace(fit, doubt=0) if fit.doubt == LOOKS_AHEAD else fit


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
