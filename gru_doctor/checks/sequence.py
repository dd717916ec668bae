"""The layer over time: what it returns against the reference unrolled over the same cell."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np

from gru_doctor.checks.ordering import SAMPLES, misplaced, unsorted_mask
from gru_doctor.checks.probe import Probe, call, weights
from gru_doctor.checks.trust import whole
from gru_doctor.closeness import RECOGNISED, gap, recognised, rounding
from gru_doctor.equations.layer import Returned, Sequence, restarting, run
from gru_doctor.errors import CallTrouble, NotExamined
from gru_doctor.explained import Explained
from gru_doctor.records import Array, Arrays, Evidence, Options, Status
from gru_doctor.subject import Call, Subject

DEFAULT = "default state"
LEARNED = "learned start"
UNSORTED = "unsorted"


@dataclass(frozen=True)
class Walk:
    """One run over time beside what the reference says of it."""

    probe: Probe
    sequence: Sequence
    right: Returned

    @property
    def restarts(self) -> bool:
        """Whether the mask acts on h(t−1), as in Keras 0.x."""
        if self.sequence.mask is None:
            return False
        return all(e <= RECOGNISED for e in self.errors_restarting().values())

    def errors_restarting(self) -> dict[str, float]:
        """The errors where the mask acts on h(t−1): then padded outputs are steps like others, and a
        layer that zeroes them is none of these."""
        right, run = restarting(self.sequence), self.probe.run
        pairs = {"outputs": (run.outputs, right.outputs), "final state": (run.last, right.last)}
        return {name: gap(yours, due) for name, (yours, due) in pairs.items() if yours is not None}

    @property
    def errors(self) -> dict[str, float]:
        """Relative errors of the sequence and of the final state, where they are returned."""
        found = {}
        outputs, last = self.probe.run.outputs, self.probe.run.last
        if outputs is not None:
            found["outputs"] = (
                self._over_padding(outputs) if self._masked(outputs) else gap(outputs, self.right.outputs)
            )
        if last is not None:
            found["final state"] = gap(last, self.right.last)
        return found

    def _masked(self, outputs: Array) -> bool:
        return self.sequence.mask is not None and outputs.shape == self.right.outputs.shape

    def _over_padding(self, outputs: Array) -> float:
        """The error where padded outputs may be held or zero, both are common; beside a right final state
        they may be anything, for nobody reads them."""
        assert self.sequence.mask is not None
        m, due, last = self.sequence.mask[:, :, None], self.right.outputs, self.probe.run.last
        found = min(gap(outputs, due), gap(outputs, due * m))
        if last is not None and recognised(last, self.right.last):
            return min(found, gap(outputs * m, due * m))
        return found


def walk(
    subject: Subject, explained: Explained, options: Options, steps: int, mask: Array | None = None
) -> Walk:
    """Run the layer on random numbers, zeros on padding, and the reference on the same."""
    generator = np.random.default_rng([options.seed, 6, steps])
    drawn = weights(subject.card, generator)
    asked = call(subject.card, options, generator, steps)
    real = 1.0 if mask is None else mask[..., None]
    return _beside(subject, explained, drawn, replace(asked, xs=asked.xs * real, mask=mask))


def _beside(subject: Subject, explained: Explained, drawn: Arrays, asked: Call) -> Walk:
    """One call of the layer beside the reference."""
    subject.assign(drawn)
    probe = Probe(drawn, asked, subject.run(asked))
    rest = np.zeros((asked.xs.shape[1], subject.card.hidden_size))
    identity = explained.identity
    blocks = identity.reading.blocks(drawn)
    h0 = rest if asked.h0 is None else asked.h0
    sequence = Sequence(blocks, identity.convention, asked.xs, h0, asked.mask, explained.equations)
    return Walk(probe, sequence, run(sequence))


def walked(subject: Subject, explained: Explained, options: Options, steps: int) -> dict[str, Walk]:
    """The walks by kind: plain, and with each mask that the layer can be told of."""
    walks = {"": walk(subject, explained, options, steps, None)}
    for kind, mask in masks(steps, options.batch).items() if subject.card.takes_mask else ():
        with suppress(NotExamined):  # lengths cannot say every mask
            walks[f", {kind}"] = walk(subject, explained, options, steps, mask)
    unsorted = _unsorted(subject, explained, options, steps) if len(walks) > 1 else None
    return walks if unsorted is None else {**walks, f", {UNSORTED}": unsorted}


def _unsorted(subject: Subject, explained: Explained, options: Options, steps: int) -> Walk | None:
    """A walk over samples that are not sorted by length, where some of them then stand in another's place."""
    generator = np.random.default_rng([options.seed, 6, steps])
    drawn = weights(subject.card, generator)
    asked = call(subject.card, replace(options, batch=SAMPLES), generator, steps)
    # From zeros: a state that is put in place of the code's own may come after the samples are sorted.
    rest = None if asked.h0 is None else np.zeros_like(asked.h0)
    try:
        seen = _beside(subject, explained, drawn, replace(asked, h0=rest, mask=unsorted_mask(steps)))
    except (NotExamined, CallTrouble):  # it demands them sorted, or another number of them
        return None
    limit = rounding(subject.card.dtype)
    wrong = max(seen.errors.values(), default=0.0) > limit
    return seen if wrong and misplaced(seen.probe.run, seen.sequence, limit) else None


def restarts(walks: Mapping[str, Walk]) -> bool:
    """Whether the mask acts on h(t−1), as in Keras 0.x, on every masked walk."""
    return len(walks) > 1 and all(w.restarts for kind, w in walks.items() if kind)


def default_state(subject: Subject, explained: Explained, options: Options, steps: int) -> dict[str, float]:
    """How far a call without a state is from the same call from zeros: f(x, None) = f(x, 0).

    Under LEARNED where a parameter that no gate reads makes the difference: a learned start.
    """
    if not subject.card.takes_state:
        return {}
    generator = np.random.default_rng([options.seed, 10])
    subject.assign(weights(subject.card, generator))
    asked = call(subject.card, options, generator, steps)
    try:
        apart = _start(subject, asked)
    except CallTrouble:
        return {}
    if apart <= rounding(subject.card.dtype):
        return {DEFAULT: apart}
    read = {p.parameter for p in explained.identity.reading.places.values()}
    subject.assign({p.name: np.zeros(p.shape) for p in subject.card.parameters if p.name not in read})
    learned = _start(subject, asked) <= rounding(subject.card.dtype)
    return {LEARNED if learned else DEFAULT: apart}


def _start(subject: Subject, asked: Call) -> float:
    zeros = np.zeros_like(asked.h0) if asked.h0 is not None else None
    bare = whole(subject.run(replace(asked, h0=None)))
    return gap(bare, whole(subject.run(replace(asked, h0=zeros))))


def masks(steps: int, batch: int) -> dict[str, Array]:
    """Padding at the end, and a padded step in the middle of the second half of the batch: only that
    tells a state that restarts from a mask that is ignored."""
    gaps = np.ones((steps, batch))
    gaps[steps // 2, batch // 2 :] = 0.0
    return {"masked": trailing_mask(steps, batch), "gaps": gaps}


def trailing_mask(steps: int, batch: int) -> Array:
    """1 on real steps: row 0 whole, each further row two steps shorter. From the second padded step on
    a state that restarts differs from one that runs on."""
    mask = np.ones((steps, batch))
    for b in range(batch):
        mask[max(1, steps - 2 * b) :, b] = 0.0
    return mask


def check_sequence(subject: Subject, explained: Explained, options: Options) -> Evidence:
    """Evidence "sequence": T = 1 and T ≥ 3, with a mask too where the layer takes one."""
    if subject.card.level == "cell":
        return Evidence("sequence", "skipped", detail="a cell has no time of its own")
    limit = rounding(subject.card.dtype)
    steps = max(3, options.steps)
    walks = walked(subject, explained, options, steps)
    start = default_state(subject, explained, options, steps)
    errors = {n: e for n, e in start.items() if n == DEFAULT}
    afresh = restarts(walks)
    for kind, seen in walks.items():
        found = seen.errors_restarting() if kind and afresh else seen.errors
        errors |= {f"{name}{kind}": value for name, value in found.items()}
    worst = max(errors.values(), default=0.0)
    wrong = [n for n, e in errors.items() if e > limit]
    detail = f"differs: {', '.join(wrong)}" if wrong else f"equals the cell unrolled over {steps} steps"
    if afresh:
        detail += "; the mask acts on h(t−1): the state restarts after padding, trailing steps are not held"
    status: Status = "fail" if wrong else "pass"
    return Evidence("sequence", status, worst, limit, detail=detail, parts=errors | start)
