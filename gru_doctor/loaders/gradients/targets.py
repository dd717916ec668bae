"""A backward pass that starts from the target of a loss: `backward(y)` of a classifier, where the gradient of
the state is for the output layer to make.

The code gets a target, and where the gradient by the state first stands in its run, the one that is asked
about is put in its stead: what comes back is then the gradient of that, whatever the loss.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from gru_doctor.errors import CallTrouble
from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.calling.ended import Ended
from gru_doctor.loaders.calling.leaves import flatten
from gru_doctor.loaders.calling.probing import probe, shifted, whole
from gru_doctor.loaders.gradients.backward import INCOMING
from gru_doctor.loaders.gradients.handwritten import HandWritten
from gru_doctor.loaders.gradients.returned import Returned
from gru_doctor.loaders.gradients.willing import by_row
from gru_doctor.loaders.recording.tape import Patches, Tape
from gru_doctor.loaders.trying.roles import moves
from gru_doctor.records import Array, Arrays
from gru_doctor.subject import Call

FEW = 2
"""Any classifier has so many classes at least."""


@dataclass(frozen=True)
class Target:
    """How a target is laid out: letters of T, B and K, "" a number; `whole` numbers, or any; in a list."""

    axes: str
    classes: int
    whole: bool = True
    listed: bool = False

    def made(self, steps: int, batch: int, seed: int) -> Any:
        """One for so many steps and samples."""
        extent = {"T": steps, "B": batch, "K": self.classes, "1": 1}
        shape, generator = tuple(extent[a] for a in self.axes), np.random.default_rng(seed)
        if not self.axes:
            return seed % FEW
        drawn = (generator.integers(0, FEW, shape) + seed) % FEW if self.whole else generator.random(shape)
        return list(drawn) if self.listed else drawn


@dataclass(frozen=True)
class Entrance:
    """The place in a backward pass where the gradient by the state, or by all of them, comes down; whether
    that of the last step comes first, and whether there is no other."""

    site: int
    backwards: bool = True
    once: bool = False

    def patches(self, sent: Array, steps: int, axis: int | None) -> Patches:
        """What puts a gradient there; with `axis`, that of the steps, one for each."""
        parts = [sent] if axis is None else list(np.moveaxis(sent, axis, 0))
        parts = [*([np.zeros_like(parts[0])] * (steps - len(parts))), *parts]
        ordered = parts[::-1] if self.backwards else parts
        return {(self.site, k): partial(_put, part, sent) for k, part in enumerate(ordered)}


def _put(part: Array, whole: Array, value: Any) -> Array:
    """The share of one step, or all where all are met at once, in the shape of what stood there."""
    taken = whole if np.size(value) == whole.size else part
    return taken.T if taken.shape == np.shape(value)[::-1] else taken.reshape(np.shape(value))


@dataclass
class FromTarget(HandWritten):
    """Answers the gradient of a Subject: the code gets a target, and the gradient at its entrance."""

    target: Target = Target("", FEW)
    tape: Tape = field(default_factory=Tape)
    entrance: Entrance | None = None
    seed: int = 0

    def pulled(self, sent: Any, call: Call, value: Any) -> Returned:
        """See HandWritten."""
        target = self.target.made(len(call.xs), call.xs.shape[1], self.seed)
        if self.entrance is None:
            return super().pulled(target, call, value)
        _, h = self._inputs(call)
        outputs = self.caller.plan.outputs
        axis = outputs.axes.index("T") if outputs is not None and np.ndim(sent) == len(outputs.axes) else None
        entering = self.tape.patching(self.entrance.patches(np.asarray(sent), len(call.xs), axis))
        with self.caller.started(h), entering:  # it may run the forward pass itself
            return super().pulled(target, call, value)


def from_target(hand: HandWritten, tape: Tape) -> HandWritten | None:
    """The same backward pass, asked by the gradient of the state; as it is where it takes one; None where it
    starts from a loss of its own and the place is not found."""
    name = next((n for n, role in hand.backward.roles if role == "dh"), "")
    if not name or INCOMING.match(name) or hand.caller.plan.level == "cell" or _linear(hand):
        return hand
    for taking in (hand, *(single for _, single in by_row(hand.caller, hand))):
        for target in _targets(taking.caller):
            asked = FromTarget(taking.caller, taking.backward, taking.slots, target=target, tape=tape)
            entered = _entered(asked)
            if entered is not None:
                return entered
    return None


def _entered(asked: FromTarget) -> FromTarget | None:
    """The same, entered where the gradient of the state comes down; None where no such place is found."""
    with suppress(CallTrouble):
        entrance = _entrance(asked)
        return None if entrance is None else _beneath(replace(asked, entrance=entrance))
    return None


def _beneath(found: FromTarget) -> FromTarget:
    """Without the output layer, which no state depends on and the loss reaches all the same; of a layer
    whose loss reads the last state alone, that is all that a gradient is known of."""
    caller, entrance = found.caller, found.entrance
    call = next(caller.rows(probe(caller.built)))
    reached = {n for n, a in _returned(found, call, 0).weights.items() if np.any(a)}
    slots = [s for s in found.slots if s.name not in reached or moves(caller, s, call)]
    once = entrance is not None and entrance.once and caller.plan.outputs is not None
    return replace(found, caller=Ended(caller) if once else caller, slots=slots)


def _linear(hand: HandWritten) -> bool:
    """Whether nothing comes back where nothing is handed in, as where a gradient is."""
    call = probe(hand.caller.built)
    found = hand.gradient(call, np.zeros_like(whole(hand.caller.run(call))))
    return not found.complaint and not any(np.any(a) for a in found.weights.values())


def _targets(caller: Caller) -> Iterator[Target]:
    """A class, classes, or an array as what the forward returns."""
    call = next(caller.rows(probe(caller.built)))
    extent = {call.xs.shape[0]: "T", call.xs.shape[1]: "B", 1: "1"}
    yield Target("", FEW)
    for _, array in flatten(caller.values(call).values[0], caller.built.framework):
        letters = "".join(extent.get(n, "K") for n in array.shape)
        if letters.count("K") == 1:
            classes = array.shape[letters.index("K")]
            yield Target(letters.replace("K", ""), classes)
            yield Target(letters, classes, whole=False)
        elif "K" not in letters:
            yield Target(letters, 1, whole=False)
    yield Target("T", FEW, listed=True)
    yield from (Target(axes, FEW) for axes in ("B", "T", "TB", "BT"))


def _entrance(asked: FromTarget) -> Entrance | None:
    """The first place, met once or once a step, where all that the target does to the gradients of the
    weights goes through values of the state's size."""
    call = next(asked.caller.rows(probe(asked.caller.built)))
    first, other = (_weights(asked, call, seed) for seed in (0, 1))
    if not first or _same(first, other):
        return None
    with asked.tape.recording() as moments:
        _weights(asked, call, 0)
    steps, size = len(call.xs), call.xs.shape[1] * asked.caller.built.sizes.h
    met = Counter(m.site for m in moments)
    sized = Counter((m.site, m.value.size) for m in moments if m.value is not None)
    wide = [
        s for (s, n), times in sized.items() if (n, times) in ((size, 1), (size, steps), (steps * size, 1))
    ]
    for site in (s for s in wide if met[s] in (1, steps)):
        cut = replace(asked, entrance=Entrance(site))
        if _same(*(_weights(cut, call, seed) for seed in (0, 1))):
            once = met[site] == 1 and sized[site, size] == 1
            return Entrance(site, once or _backwards(cut, call), once)
    return None


def _backwards(cut: FromTarget, call: Call) -> bool:
    """Whether a gradient of the last step alone, as if that were met first, has to do with its input."""
    ones = _nothing(cut, call)
    ones[... if ones.ndim == 2 else -1] = 1.0
    return not _same(*(cut.gradient(c, ones).weights for c in (call, shifted(call, -1))))


def _weights(asked: FromTarget, call: Call, seed: int) -> Arrays:
    """The gradients that come back for one target, or of nothing where an entrance is known."""
    found = _returned(asked, call, seed).weights
    acting = {s.name for s in asked.slots if moves(asked.caller, s, call)}
    return {n: a for n, a in found.items() if n in acting}


def _returned(asked: FromTarget, call: Call, seed: int) -> Returned:
    value = asked.caller.values(call).values[0]
    return replace(asked, seed=seed).pulled(asked.incoming(_nothing(asked, call)), call, value)


def _nothing(asked: FromTarget, call: Call) -> Array:
    """No gradient by the states, or by the last where that alone is known."""
    steps, batch = call.xs.shape[:2]
    whole = np.zeros((steps, batch, asked.caller.built.sizes.h))
    return whole if asked.caller.plan.outputs is not None else whole[-1]


def _same(first: Arrays, other: Arrays) -> bool:
    return all(n in other and np.array_equal(a, other[n]) for n, a in first.items())
