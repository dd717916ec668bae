"""Where the way over time goes wrong: the statement in the layer behind the first step that differs."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from gru_doctor.checks.sequence import Walk
from gru_doctor.diagnosis.layer.masking import masking, muddled
from gru_doctor.diagnosis.layer.storing import storing
from gru_doctor.diagnosis.layer.taken import Values, near, steps_taken
from gru_doctor.diagnosis.layer.trail import Trail, alone
from gru_doctor.diagnosis.locating.flow import PASSED_ON, Flow
from gru_doctor.diagnosis.locating.loops import counted, header_around
from gru_doctor.diagnosis.locating.place import Place, place
from gru_doctor.records import Array


def astray(flow: Flow, seen: Walk) -> Place | None:
    """The place of the loop, index, mask or carried state at fault; None where the steps are right,
    or cannot be told in the record."""
    values = Values(flow)
    found = (
        Trail(values, steps_taken(values, s.sequence, s.probe.run.outputs), s) for s in (seen, alone(seen))
    )
    trail = next((t for t in found if t.steps), Trail(values, [], seen))
    if not trail.steps:
        return _scrambled(trail)
    if _unheld(trail):
        return _ending(trail)
    for i, taken in enumerate(trail.steps[: trail.count]):
        if taken.read != i:
            return _reading(trail, i)
        if not near(taken.start, _due(trail.seen, i)):
            return _carrying(trail, i)
    if len(trail.steps) < trail.count:
        return muddled(trail) or _looping(trail)
    return _ending(trail) or storing(trail)


def _unheld(trail: Trail) -> bool:
    """Whether the state runs on over padding, each step from the one before, and the final state, which is
    not the last of them, is looked up among them."""
    steps, mask, run = trail.steps[: trail.count], trail.seen.sequence.mask, trail.seen.probe.run
    if mask is None or run.last is None or len(steps) < trail.count or near(run.last, steps[-1].new):
        return False
    if run.outputs is not None and len(run.outputs) and not near(run.outputs[-1], steps[-1].new):
        return False
    starts = [trail.seen.sequence.h0, *(s.new for s in steps)]
    return all(s.read == i and near(s.start, starts[i]) for i, s in enumerate(steps))


def _due(seen: Walk, i: int) -> Array:
    """The state that step i should begin at."""
    return seen.sequence.h0 if i == 0 else seen.right.outputs[i - 1]


def _window(trail: Trail, i: int) -> range:
    """The nodes between the end of the step before and the end of step i."""
    return range(trail.steps[i - 1].node + 1 if i else 0, trail.steps[i].node + 1)


def _made(trail: Trail, value: Array, window: range) -> list[int]:
    """Nodes in the window that make or pick the value, in order; names do not count."""
    nodes = [n for n in trail.values.nodes(value) if n in window]
    return [n for n in nodes if trail.flow.site(n).kind not in PASSED_ON]


def _reading(trail: Trail, i: int) -> Place | None:
    """Step i read the wrong input: the index that says so, the array that was turned, or the loop."""
    taken = trail.steps[i]
    picked = _made(trail, trail.seen.sequence.xs[taken.read], _window(trail, i))
    reckoned = [n for n in picked if counted(trail.flow.site(n).text)]
    if reckoned:
        return place(trail.flow.site(reckoned[-1]))
    return _turned(trail) or _looping(trail)


def _turned(trail: Trail) -> Place | None:
    """The earliest array that holds several inputs in another order, or not all of them."""
    xs = trail.seen.sequence.xs
    for n in range(trail.steps[0].node):
        value = trail.flow.value(n)
        if value is None or value.dtype.kind != "f":
            continue
        whole = value[:, None] if value.ndim == 2 and xs.shape[1] == 1 else value
        if whole.ndim == 3 and shuffled(whole, xs):
            return place(trail.flow.site(n))
    return None


def _scrambled(trail: Trail) -> Place | None:
    """The earliest array that holds every number of the inputs, laid out as no order of axes lays them:
    a reshape where a transpose belongs."""
    xs = trail.seen.sequence.xs
    orders = list(permutations(range(3)))
    for n in trail.values.nodes(xs):
        value = trail.flow.value(n)
        if value is None or value.ndim != 3:
            continue
        if not any(np.array_equal(value.transpose(axes), xs) for axes in orders):
            return place(trail.flow.site(n))
    return None


def shuffled(value: Array, xs: Array) -> bool:
    """Whether an array (in any order of axes) is made of whole inputs, but not x₁ … x_T."""
    for axes in permutations(range(3)):
        laid = value.transpose(axes)
        if laid.shape[1:] != xs.shape[1:] or len(laid) < 2:
            continue
        order = [next((t for t, x in enumerate(xs) if np.array_equal(x, v)), -1) for v in laid]
        if -1 not in order:
            return order != list(range(len(xs)))
    return False


def _looping(trail: Trail) -> Place | None:
    """The loop around the steps, in their function or in one that calls it; else the one call that
    covers them all (a scan)."""
    first, last = trail.steps[0], trail.steps[-1]
    turned = _turned(trail)
    if turned is not None:
        return turned
    for n in dict.fromkeys((first.node, first.first)):
        found = header_around(trail.flow.site(n).span)
        if found is not None:
            return found
    moments = trail.flow.trace.moments
    covering = [n for n in range(last.node + 1, len(moments)) if moments[n].begin <= first.first]
    return place(trail.flow.site(covering[0])) if covering else None


def _carrying(trail: Trail, i: int) -> Place | None:
    """Step i began at the wrong state: what picked or made that state, else the step before, whose
    result was not passed on."""
    unblended = _unblended(trail, i)
    made = _made(trail, trail.steps[i].start, _window(trail, i))
    if unblended is not None:
        return (masking(trail, made[0], i - 1) if made else None) or place(trail.flow.site(unblended))
    if not made:
        return place(trail.flow.site(_handed(trail, i)))
    if not np.any(trail.steps[i].start):
        return place(trail.flow.site(_zeroed(trail, made, i)))
    return masking(trail, made[0], i - 1) or place(trail.flow.site(made[0]))


def _unblended(trail: Trail, i: int) -> int | None:
    """Where step i, under a mask, begins at all that the step before made: the statement after it that
    carries that on, as `h = new` does."""
    if not i or trail.seen.sequence.mask is None or not near(trail.steps[i].start, trail.steps[i - 1].new):
        return None
    flow, node = trail.flow, trail.steps[i - 1].node
    made = flow.site(node)
    for n in (n for n in trail.values.nodes(trail.steps[i].start) if node < n < trail.steps[i].first):
        site = flow.site(n)
        below = site.function == made.function and site.span.line > made.span.line
        if below and site.target is not None and site.target.isidentifier():
            return n
    return node


def _handed(trail: Trail, i: int) -> int:
    """What handed step i its state: the call of a chunk of steps that begins with it, else the last name it
    was given, else the step."""
    own, flow = trail.steps[i].node, trail.flow
    before = trail.steps[i - 1].node if i else -1
    for n in range(own + 1, len(flow.trace.moments)):
        apart = before < flow.moment(n).begin <= trail.steps[i].first
        if apart and flow.site(n).kind == "Call" and flow.site(n).function != flow.site(own).function:
            return n
    named = [n for n in trail.values.nodes(trail.steps[i].start) if before < n < trail.steps[i].first]
    named = [n for n in named if flow.site(n).target is not None]
    return named[-1] if named and flow.site(named[-1]).function == flow.site(own).function else own


def _zeroed(trail: Trail, made: list[int], i: int) -> int:
    """Of the zeros at hand, which may be many, those that were given a name last before the step."""
    named = [n for n in made if trail.flow.site(n).target is not None and n < trail.steps[i].first]
    return named[-1] if named else made[0]


def _ending(trail: Trail) -> Place | None:
    """All steps are right but what became of the last is not, as where a mask ends it."""
    right, given = trail.seen.right, trail.seen.probe.run.last
    if trail.seen.sequence.mask is None or given is None or near(given, right.last):
        return None
    last = trail.steps[trail.count - 1].node
    made = _made(trail, given, range(last + 1, len(trail.flow.trace.moments)))
    if not made:
        return None
    return masking(trail, made[0], trail.count - 1) or place(trail.flow.site(made[0]))
