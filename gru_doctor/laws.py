"""The laws of a recurrent cell, each of which holds for an example or raises with its name.

    laws.causality(cell, trial)

`cell` is what `gru_doctor.testing.load` gives, `trial` the numbers it is tried on. Most laws need no
reference; those that do are skipped where none is known. A law that cannot apply to a cell raises
DoesNotApply with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gru_doctor.checks.laws import causality as moved_before
from gru_doctor.checks.laws import independence as moved_beside
from gru_doctor.checks.trust import whole
from gru_doctor.closeness import apart, gap, rounding
from gru_doctor.equations.reading import Reading
from gru_doctor.errors import CallTrouble
from gru_doctor.excuses import (
    never,
    no_default,
    no_equations,
    no_mask,
    no_reset,
    no_sequence,
    not_all_read,
    not_in_parts,
    unbounded,
)
from gru_doctor.records import Array
from gru_doctor.subject import Run
from gru_doctor.trials import Cell, Trial

IMPORTS = """from gru_doctor.strategies import Arrangement, Convention, plant
from gru_doctor.testing import load
from gru_doctor.trials import Trial, sparse"""


class LawBroken(AssertionError):
    """A law does not hold; `law` is its name, `trial` the numbers that show it."""

    def __init__(self, law: Law, error: float, cell: Cell, trial: Trial) -> None:
        super().__init__(f"{law.name}: {law.says} (off by {error:.2g})\n{_again(law, cell, trial)}")
        self.law, self.error, self.trial = law.name, error, trial


def _again(law: Law, cell: Cell, trial: Trial) -> str:
    """What to type into a prompt to see it once more."""
    used = "import numpy as np\n" if "np.array" in repr(trial) else ""
    called = law.name.replace("-", "_")
    return f"{used}from gru_doctor import laws\n{IMPORTS}\n\nlaws.{called}({cell.made}, {trial})"


class DoesNotApply(Exception):
    """A law says nothing about this cell; the message tells why."""


Measure = Callable[[Cell, Trial], float]
Excuse = Callable[[Cell], str]


@dataclass(frozen=True)
class Law:
    """`law(cell, trial)` holds, or raises LawBroken; DoesNotApply where `excuse(cell)` has a reason."""

    name: str
    says: str
    measure: Measure
    excuse: Excuse

    def __call__(self, cell: Cell, trial: Trial) -> None:
        """Try the law on an example."""
        reason = self.excuse(cell)
        if reason:
            raise DoesNotApply(f"{self.name}: {reason}")
        error = self.error(cell, trial)
        if not error <= rounding(cell.subject.card.dtype):
            raise LawBroken(self, error, cell, trial)

    def error(self, cell: Cell, trial: Trial) -> float:
        """How far the law is from holding; infinite where the call raises, or gives too little."""
        cell.subject.assign(trial.weights)
        try:
            with np.errstate(all="ignore"):
                return self.measure(cell, trial)
        except (CallTrouble, IndexError, ValueError):
            return float("inf")


def _distance(cell: Cell, trial: Trial) -> float:
    expected = cell.expected(trial)
    found = cell.subject.run(trial.call)
    if expected is None:
        return 0.0
    errors = [0.0 if found.last is None else apart(found.last, expected.last, trial.size)]
    if found.outputs is not None:
        outputs = apart(found.outputs, expected.outputs, trial.size)
        if trial.mask is not None:  # padded outputs may be held, or zero
            zeroed = expected.outputs * trial.mask[:, :, None]
            outputs = min(outputs, apart(found.outputs, zeroed, trial.size))
        errors.append(outputs)
    return max(errors)


def _permuted(cell: Cell, trial: Trial) -> float:
    assert cell.identity is not None
    turned: NDArray[np.intp] = np.roll(np.arange(cell.subject.card.hidden_size), 1)
    places = Reading(cell.identity.reading.places)
    blocks = {n: _turned(b, n, turned) for n, b in places.blocks(trial.weights).items()}
    before = whole(cell.subject.run(trial.call))
    cell.subject.assign(places.scatter(blocks, trial.weights))
    h0 = None if trial.h0 is None else trial.h0[:, turned]
    after = whole(cell.subject.run(replace(trial.call, h0=h0)))
    return apart(before[..., turned], after, trial.size)


def _turned(block: Array, name: str, turned: NDArray[np.intp]) -> Array:
    columns: Array = block[..., turned]
    return columns[turned] if name[0] == "U" else columns


def _split(cell: Cell, trial: Trial) -> float:
    call, half = trial.call, len(trial.xs) // 2
    if not half:
        return 0.0
    mask = trial.mask
    first = replace(call, xs=call.xs[:half], mask=None if mask is None else mask[:half])
    second = replace(call, xs=call.xs[half:], mask=None if mask is None else mask[half:])
    state = _state(cell.subject.run(first))
    after = _state(cell.subject.run(replace(second, h0=state)))
    return apart(after, _state(cell.subject.run(call)), trial.size)


def _padded(cell: Cell, trial: Trial) -> float:
    """Each sample alone, as long as it really is, against all of them padded to the longest."""
    steps, batch = trial.xs.shape[:2]
    lengths = [max(1, steps - b) for b in range(batch)]
    mask = np.array([[float(t < n) for n in lengths] for t in range(steps)])
    together = cell.subject.run(replace(trial.call, mask=mask))
    errors = []
    for b, n in enumerate(lengths):
        alone = cell.subject.run(replace(trial.call, xs=trial.xs[:n], mask=np.ones((n, batch))))
        errors.append(apart(_after(together, n)[b], _after(alone, n)[b], trial.size))
    return max(errors)


def _after(run: Run, real: int) -> Array:
    """The final state after so many real steps; of a sequence alone its output then, as what is put out on
    padding, the state or zeros, is no state."""
    if run.last is not None:
        return run.last
    return _state(run) if run.outputs is None or len(run.outputs) < real else run.outputs[real - 1]


def _state(run: Run) -> Array:
    """The state after the last step; where a sequence is returned, its last output."""
    return whole(run)[-1] if run.outputs is not None and len(run.outputs) else whole(run)


def _outside(cell: Cell, trial: Trial) -> float:
    most = float(np.max(np.abs(whole(cell.subject.run(trial.call))), initial=0.0))
    return float("inf") if np.isnan(most) else max(0.0, most - 1.0)


def _repeated(cell: Cell, trial: Trial) -> float:
    first, again = whole(cell.subject.run(trial.call)), whole(cell.subject.run(trial.call))
    return 0.0 if np.array_equal(first, again, equal_nan=True) else gap(first, again)


def _written(cell: Cell, trial: Trial) -> float:
    before = cell.subject.weights()
    cell.subject.run(trial.call)
    return max((gap(before[n], a) for n, a in cell.subject.weights().items()), default=0.0)


def _start(cell: Cell, trial: Trial) -> float:
    cell.subject.assign({n: np.zeros_like(trial.weights[n]) for n in cell.unread})
    zeros = np.zeros((trial.xs.shape[1], cell.subject.card.hidden_size))
    try:
        bare = whole(cell.subject.run(replace(trial.call, h0=None)))
    except CallTrouble:  # it must be given one
        return 0.0
    return apart(bare, whole(cell.subject.run(replace(trial.call, h0=zeros))), trial.size)


def _final(cell: Cell, trial: Trial) -> float:
    found = cell.subject.run(replace(trial.call, mask=None))
    if found.outputs is None or found.last is None or not len(found.outputs):
        return 0.0
    return apart(found.last, found.outputs[-1], trial.size)


def _prefixed(cell: Cell, trial: Trial) -> float:
    call = replace(trial.call, mask=None)
    if not len(call.xs):
        return 0.0
    alone, among = (whole(cell.subject.run(c)) for c in (replace(call, xs=call.xs[:1]), call))
    return apart(alone[0], among[0], trial.size)


def _alone(cell: Cell, trial: Trial) -> float:
    call, together = trial.call, whole(cell.subject.run(trial.call))
    h0 = None if call.h0 is None else call.h0[:1]
    mask = None if call.mask is None else call.mask[:, :1]
    alone = whole(cell.subject.run(replace(call, xs=call.xs[:, :1], h0=h0, mask=mask)))
    return apart(alone[..., 0, :], together[..., 0, :], trial.size)


def _forgotten(cell: Cell, trial: Trial) -> float:
    call = replace(trial.call, h0=None)
    first = whole(cell.subject.run(call))
    return apart(first, whole(cell.subject.run(replace(call, carried=True, forget=True))), trial.size)


def _causal(cell: Cell, trial: Trial) -> float:
    return moved_before(cell.subject, replace(trial.call, mask=None))


def _apart(cell: Cell, trial: Trial) -> float:
    return moved_beside(cell.subject, trial.call)


causality = Law("causality", "a later input must not change an earlier output", _causal, no_sequence)
independence = Law("independence", "a sample must not change another's output", _apart, never)
permutation = Law("permutation", "renumbering the units must renumber the outputs", _permuted, not_all_read)
splitting = Law("splitting", "T1 steps and then T2 must be T1 + T2 steps", _split, not_in_parts)
padding = Law("padding", "padding must not change the final state", _padded, no_mask)
bounds = Law("bounds", "the state must stay in [−1, 1] where it starts there", _outside, unbounded)
determinism = Law("determinism", "the same call must give the same numbers", _repeated, never)
purity = Law("purity", "a forward pass must not change a parameter", _written, never)
default_state = Law("default-state", "no state must be a state of zeros", _start, no_default)
last_state = Law("last-state", "the final state must be the last output", _final, no_sequence)
prefix = Law("prefix", "the first output must not depend on what follows", _prefixed, no_sequence)
company = Law("company", "a sample alone must give what it gives in company", _alone, never)
forgetting = Law("forgetting", "after a reset it must start as it did at first", _forgotten, no_reset)
equations = Law("equations", "it must give what the reference gives", _distance, no_equations)

LAWS: tuple[Law, ...] = (
    causality, independence, permutation, splitting, padding, bounds,
    determinism, purity, default_state, last_state, prefix, company, forgetting, equations,
)  # fmt: skip
"""Every law, the comparison with the reference last."""
