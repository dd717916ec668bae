"""A recorded backward pass, and beside it what the right and the altered reference make of the same step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gru_doctor.checks.pulled import spread, state_of
from gru_doctor.closeness import recognised
from gru_doctor.diagnosis.gradient.gradients import GradientGuess
from gru_doctor.diagnosis.gradient.passes import Passes
from gru_doctor.diagnosis.locating.flow import PASSED_ON, Flow
from gru_doctor.diagnosis.locating.locate import Known
from gru_doctor.diagnosis.locating.vocabulary import Vocabulary, among, packed_words, sums, words
from gru_doctor.equations.backward import (
    BLOCKS,
    DH_PATHS,
    DX_PATHS,
    VALUES,
    Reverse,
    Rule,
)
from gru_doctor.equations.gru import Step
from gru_doctor.equations.reading import Reading
from gru_doctor.records import Array, Arrays
from gru_doctor.slips import JOINT

PER_STEP = (*VALUES, *DH_PATHS, *DX_PATHS, *BLOCKS)
ENDS = {"dx": DX_PATHS, "dh0": DH_PATHS}


@dataclass(frozen=True)
class Reversal:
    """One recorded backward step: `right` and `wrong` are the reference without and with the fault,
    `given` what the code returned and `due` what it should have, by dx, dh0 and the user's names."""

    flow: Flow
    right: Reverse
    wrong: Reverse
    given: Arrays
    due: Arrays
    reading: Reading

    @cached_property
    def known(self) -> Known:
        """Every number a right forward and backward step computes."""
        b = self.right
        vocabulary = Vocabulary([*words(b.step), *backward_words(b)])
        return Known(vocabulary, Vocabulary(list(packed_words(b.step))), b.step.h.shape[1])

    @cached_property
    def altered(self) -> Arrays:
        """The quantities that the fault changes, as it makes them; those it takes away are left out."""
        with np.errstate(all="ignore"):
            both = {n: (self.wrong[n], self.right[n]) for n in quantities(self.right.step)}
            right = joined(self.right)
            both |= {n: (w, right[n]) for n, w in joined(self.wrong).items()}
        return {n: w for n, (w, r) in both.items() if not recognised(w, r) and np.any(w)}

    @cached_property
    def _sound(self) -> list[Array]:
        s = self.right.step
        made = [*(self.right[n] for n in quantities(s)), *joined(self.right).values()]
        return [*made, s.z, s.r, s.n, 1 - s.z, 1 - s.r, s.h, 1 - s.n**2]

    def is_altered(self, i: int) -> bool:
        """Whether node i holds, sign included, what the fault makes of some quantity."""
        value = self.flow.value(i)
        return value is not None and any(holds(value, w) for w in self.altered.values())

    def is_sound(self, i: int) -> bool:
        """Whether node i holds, sign included, a quantity of the right pass."""
        value = self.flow.value(i)
        return value is not None and any(holds(value, r) for r in self._sound)

    @cached_property
    def _signed(self) -> Array:
        ends = [sum((self.right[p] for p in paths), np.zeros(1)) for paths in ENDS.values()]
        made = [*self._sound, *ends, *self.due.values()]
        return np.sort(np.concatenate([np.ravel(a) for a in made]))

    def is_scaled(self, i: int, factor: float) -> bool:
        """Whether node i holds, entry by entry and sign included, so many times what the right pass has."""
        value = self.flow.value(i)
        if value is None or value.dtype.kind != "f" or value.size < 2 or not np.all(value):
            return False
        flat = value.ravel()
        return bool(among(flat / factor, self._signed).all()) and not among(flat, self._signed).any()

    def scales(self, i: int, factor: float) -> bool:
        """Whether node i makes so many times the right value of something right that it works on."""
        if not self.is_scaled(i, factor):
            return False
        values = (self.flow.value(j) for j in self.flow.operands(i))
        made = (v.ravel() for v in values if v is not None and v.dtype.kind == "f" and v.size > 1)
        return any(bool(among(flat, self._signed).all()) for flat in made)

    def is_due(self, i: int) -> bool:
        """Whether node i holds an array that should be returned, and none that is returned wrongly."""
        value = self.flow.value(i)
        if value is None or not any(holds(value, d) for d in self.due.values()):
            return False
        wrong = (g for n, g in self.given.items() if not recognised(g, self.due[n]))
        return not any(holds(value, g) for g in wrong)

    @cached_property
    def after(self) -> range:
        """The nodes of the pass backward: those after the last that makes the new state."""
        ends = self.flow.producing(self.right.step.out)
        forward = next((i for i in ends if self.flow.site(i).kind not in PASSED_ON), 0)
        return range(forward, len(self.flow.trace.moments))

    @cached_property
    def betrayed(self) -> list[int]:
        """The nodes that hold what only the altered pass makes, the earliest first; where numbers are made
        one by one, those that hold an entry of it."""
        made = [i for i in self.after if self.flow.site(i).kind not in PASSED_ON]
        whole = [i for i in made if self.is_altered(i) and not self.is_sound(i)]
        return whole or [i for i in made if self._is_entry(i)]

    def _is_entry(self, i: int) -> bool:
        """Whether node i holds one number that only the altered pass makes."""
        value = self.flow.value(i)
        if value is None or value.dtype.kind != "f" or value.size != 1 or not value.all():
            return False
        wrong, right = self._entries
        return bool(among(value.ravel(), wrong).all()) and not among(value.ravel(), right).any()

    @cached_property
    def _entries(self) -> tuple[Array, Array]:
        """The numbers, one by one, that the fault makes, and those of the right pass."""
        pairs = (list(self.altered.values()), self._sound)
        wrong, right = (np.sort(np.concatenate([np.zeros(0), *map(np.ravel, made)])) for made in pairs)
        return wrong, right


def holds(value: Array, wanted: Array) -> bool:
    """Whether a recorded value is this one, sign included, as it is or transposed."""
    if value.dtype.kind != "f" or value.size != wanted.size:
        return False
    squeezed, other = np.squeeze(value), np.squeeze(wanted)
    turned = (squeezed, squeezed.T) if squeezed.ndim == 2 else (squeezed,)
    return any(v.shape == other.shape and recognised(v, other) for v in turned)


def reversal(passes: Passes, guess: GradientGuess) -> Reversal:
    """Record the backward of the short trial again, and line the reference up beside it, over the values
    that the forward's equations have made. Another fault of the same pass is part of both."""
    made = passes.short
    passes.subject.assign(made.weights)
    flow = Flow(passes.subject.record(made.call, made.cotangent))
    rows = _recorded_rows(flow, _step(passes, slice(None)))
    step, dout = _step(passes, rows), spread(made)[0][rows]
    rules: dict[str, Rule] = dict(passes.rules) | dict(guess.beside)
    right = passes.due(rules)
    given, due = ({"dx": _rows(g.xs, rows), "dh0": _rows(g.h0, rows)} for g in (made.given, right))
    # One row at a time, the recorded weights' gradients are a row's, not the batch's.
    if rows == slice(None):
        given, due = given | {**made.given.weights, **made.given.misshapen}, due | dict(right.weights)
    return Reversal(
        flow,
        Reverse(step, dout, rules),
        Reverse(step, dout, rules | dict(guess.slipped.rules if guess.slipped else {})),
        {n: a for n, a in given.items() if a is not None},
        {n: a for n, a in due.items() if a is not None},
        passes.identity.reading,
    )


def _step(passes: Passes, rows: slice) -> Step:
    identity, made = passes.identity, passes.short
    blocks = identity.reading.blocks(made.weights)
    return Step(blocks, made.call.xs[0][rows], state_of(made)[rows], identity.convention, passes.equations)


def _recorded_rows(flow: Flow, whole: Step) -> slice:
    """All rows of the batch, or the last alone where the code was called row by row."""
    return slice(None) if any(True for _ in flow.producing(whole.out)) else slice(-1, None)


def _rows(array: Array | None, rows: slice) -> Array | None:
    """Of dx (T, B, D) or dh0 (B, H) the rows that were recorded."""
    if array is None:
        return None
    found: Array = array[rows] if array.ndim == 2 else array[:, rows]
    return found


def quantities(step: Step) -> list[str]:
    """The rules that have a value: those of blocks that are not there have none."""
    return [name for name in PER_STEP if name not in BLOCKS or name[1:] in step.weights]


def joined(b: Reverse) -> dict[str, Array]:
    """The gradients of h and x side by side, as one product gives them where both stand in one row."""
    pairs = {what: (b[names[0]], b[names[1]]) for what, names in JOINT.items()}
    (h_z, x_z), (h_r, x_r) = (pair for what, pair in pairs.items() if not what.endswith("candidate"))
    pairs["both gates"] = (h_z + h_r, x_z + x_r)
    made = {f"{what}, h first": np.hstack(pair) for what, pair in pairs.items()}
    return made | {f"{what}, x first": np.hstack(pair[::-1]) for what, pair in pairs.items()}


def backward_words(b: Reverse) -> Iterator[Array]:
    """The rules' values, every partial sum of the paths, and the products on the way to them."""
    s = b.step
    yield b.dout
    yield from (b[name] for name in quantities(s))
    yield from sums([b[name] for name in DH_PATHS])
    yield from sums([b[name] for name in DX_PATHS])
    yield from (b.dout * s.h, b.dout * s.n, s.n**2, 1 - s.n**2, s.h * s.r)
    for g, y in (("z", s.z), ("r", s.r)):
        d = b[f"d{g}"]
        yield from (y * (1 - y), y**2, d * y, d * (1 - y))
    yield from (b["do"] * s.r, b["do"] * s.h, b["da_n"] * s.r, b.product)
