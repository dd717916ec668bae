"""Trying plans until one behaves like a recurrent cell or layer."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gru_doctor.errors import CallTrouble
from gru_doctor.loaders.arrays.parameters import gathered, random_weights
from gru_doctor.loaders.boundary import Stopped
from gru_doctor.loaders.building.construct import Built
from gru_doctor.loaders.calling.caller import SELF, Caller
from gru_doctor.loaders.calling.entries import entries, sequential
from gru_doctor.loaders.calling.plan import Plan, skeletons
from gru_doctor.loaders.calling.probing import UNFIT, probe, whole
from gru_doctor.loaders.calling.results import returns
from gru_doctor.loaders.calling.rowwise import of_batch, without_short
from gru_doctor.loaders.search import Search
from gru_doctor.loaders.trying.doubt import IGNORES_INPUT, doubt, forgets

MASKS = ("TB1", "BT1", "T", "B", "B1", None)
LOOPS = (ast.For, ast.While, ast.comprehension)
BY_ROW, BLIND = 24, 5


@dataclass(frozen=True)
class Fit:
    """A plan that worked, and how well: 0 is beyond doubt."""

    plan: Plan
    doubt: int

    @property
    def rank(self) -> int:
        """What plans are compared by: rows one at a time hide how rows mix, so a reading that takes
        a batch comes first, and so does one that follows the names; without a sequence less can
        be doubted."""
        blind = self.plan.level == "layer" and self.plan.outputs is None
        by_row = self.plan.by_row and not self.plan.lost
        return self.doubt + self.plan.strain + BY_ROW * by_row + BLIND * blind


def fitted(built: Built, search: Search, breadth: int) -> Fit | None:
    """The first plan beyond doubt, else the best; `breadth` is how many assignments of the
    arguments, and how many ways to wrap the state, are tried."""
    best: Fit | None = None
    for entry in _entries(built, search):
        for plan in skeletons(built, entry, breadth):
            if search.level not in (None, plan.level) or (built.start and plan.level == "cell"):
                continue  # a ready-made stack takes a whole sequence, one sample of it too
            found = _tried(built, plan, search)
            if found is not None and (best is None or found.rank < best.rank):
                best = found
            if found is not None and found is best and not found.doubt:
                return found
            if search.attempts < 0:
                return best
        if best is not None and best.doubt < IGNORES_INPUT:
            return best
    return best


def _entries(built: Built, search: Search) -> list[str]:
    """The usual order; where a step is asked for, first what does not loop; where a layer is, only what
    does."""
    found = list(entries(built))
    if search.level == "layer":
        return [e for e in found if sequential(built, e)]
    return sorted(found, key=lambda e: sequential(built, e)) if search.level == "cell" else found


def _tried(built: Built, plan: Plan, search: Search) -> Fit | None:
    for each in masked(plan):
        if not search.spend():
            search.attempts = -1
            return None
        mark = built.memory.mark()
        try:
            made = returns(built, each)
            if made is not None and not _spread(built, made) and not _idle(built, made):
                return _weighed(built, made, mark)
            search.failed(plan.told, "no state in what it returned, or no walk over time")
        except Stopped:
            raise
        except UNFIT as error:
            built.memory.back(mark)
            search.failed(plan.told, error)
    return None


def _spread(built: Built, plan: Plan) -> bool:
    """A step that, given many inputs at once and its state in a list, takes each from the same state: no
    layer, but a cell that broadcasts. A layer that wrongly starts each step anew at least loops."""
    if plan.level == "cell" or plan.wrap == "bare" or any(isinstance(n, LOOPS) for n in ast.walk(built.tree)):
        return False
    caller, call = Caller(built, plan), probe(built)
    return forgets(caller, call, caller.run(call))


def _idle(built: Built, plan: Plan) -> bool:
    """What takes no state and none of the stored arrays acts on: a helper, such as an activation. What leaves
    its state on the object has one."""
    kept_on = plan.last is not None and plan.last.path[:1] == SELF
    stateless = plan.state == "none" and not kept_on and plan.mask_axes is None  # one held at every step
    stored = gathered(built) if stateless else []
    if not stored:
        return False
    caller, call, mark = Caller(built, plan), probe(built), built.memory.mark()
    built.memory.restore()
    built.memory.spare(stored)  # or else each call would put back what is written here
    kept = [s.read() for s in stored]
    try:
        before = whole(caller.run(call))
        random_weights(stored, np.random.default_rng(3))
        built.memory.spare(stored)  # an array of another dtype takes the place of the first
        return np.array_equal(whole(caller.run(call)), before)
    except CallTrouble:
        return False  # of a batch not all comes back, say
    finally:
        for slot, array in zip(stored, kept, strict=True):
            slot.write(array)
        built.memory.spare(())
        built.memory.back(mark)


def _weighed(built: Built, plan: Plan, mark: tuple[Any, ...]) -> Fit:
    """The doubt about a plan, once the weights are there that the first call makes."""
    plan = next(without_short(Caller(built, plan)), plan)
    caller, call = Caller(built, plan), probe(built)
    built.memory.adopt(lambda: caller.run(replace(call, carried=True)))
    found = Fit(plan, doubt(caller, call))
    found = found if plan.lost else replace(found, plan=replace(plan, lost=of_batch(caller)))
    if found.doubt:
        built.memory.back(mark)
    return found


def masked(plan: Plan) -> Iterator[Plan]:
    """The plan with each layout of the mask, or with lengths, where it takes one."""
    roles = dict(plan.roles)
    if "lengths" in roles.values():
        yield replace(plan, mask_axes="lengths")
    elif "mask" not in roles.values():
        yield plan
    elif plan.level == "cell":
        yield from (replace(plan, mask_axes=a) for a in (("1", "") if plan.by_row else ("B1", "B", "1B")))
    else:
        turned = plan.x_axes.startswith("B")
        first = ("BT", "TB") if turned else ("TB", "BT")
        yield from (replace(plan, mask_axes=axes) for axes in (*first, *MASKS))
