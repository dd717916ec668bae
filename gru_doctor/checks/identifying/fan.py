"""One reading of the arrays under many conventions at once: the step with a row for each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from gru_doctor.checks.probe import Probe
from gru_doctor.closeness import gap
from gru_doctor.equations.activations import CANDIDATE_ACTIVATIONS, GATE_ACTIVATIONS, Activation
from gru_doctor.equations.gru import Step
from gru_doctor.equations.reading import Reading
from gru_doctor.records import Array, Convention

Rows = dict[str, list[int]]


class Fan(Step):
    """Steps side by side, (K · B) rows, each under its own activations and polarity; the place of the
    reset is the same in all."""

    fan: Sequence[Convention]

    def gate(self, a: Any) -> Array:
        """See Step."""
        return self._by_row(a, GATE_ACTIVATIONS, [c.gate_activation for c in self.fan])

    def squash(self, a: Any) -> Array:
        """See Step."""
        return self._by_row(a, CANDIDATE_ACTIVATIONS, [c.candidate_activation for c in self.fan])

    def _by_row(self, a: Any, functions: Mapping[str, Activation], names: Sequence[str]) -> Array:
        laid = np.broadcast_to(a, self.h.shape).reshape(len(names), -1)
        made = np.empty_like(laid)
        for name, rows in _grouped(names).items():
            made[rows] = functions[name].f(laid[rows])
        return made.reshape(self.h.shape)

    @cached_property
    def keep(self) -> Array:
        """See Step."""
        writes = np.repeat([c.update == "writes" for c in self.fan], len(self.h) // len(self.fan))
        return np.where(writes[:, None], 1 - self.z, self.z)


def _grouped(names: Sequence[str]) -> Rows:
    rows: Rows = defaultdict(list)
    for row, name in enumerate(names):
        rows[name].append(row)
    return rows


def errors(reading: Reading, conventions: Sequence[Convention], probe: Probe) -> list[float]:
    """How far the equations under each of the conventions are from what the user's code returned,
    relative."""
    found = [0.0] * len(conventions)
    for rows in _grouped([c.reset or "before" for c in conventions]).values():
        states = _predicted(reading, [conventions[k] for k in rows], probe)
        for row, state in zip(rows, states, strict=True):
            found[row] = gap(state, probe.last)
    return found


def _predicted(reading: Reading, fan: Sequence[Convention], probe: Probe) -> Array:
    """The last states, (K, B, H)."""
    times = (len(fan), 1)
    h, blocks = np.tile(probe.h, times), reading.blocks(probe.weights)
    mask = probe.call.mask
    for t, x in enumerate(probe.call.xs):
        step = Fan(blocks, np.tile(x, times), h, fan[0])
        step.fan = fan
        held = 1.0 if mask is None else np.tile(mask[t][:, None], times)
        h = held * step.out + (1 - held) * h
    return h.reshape(len(fan), *probe.h.shape)
