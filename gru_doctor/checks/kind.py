"""What kind of cell the numbers speak of, before any equation is compared."""

from __future__ import annotations

from math import prod

import numpy as np

from gru_doctor.checks.convention import Study
from gru_doctor.checks.probe import probed, rerun
from gru_doctor.closeness import gap, rounding
from gru_doctor.records import Card, Kind, Options
from gru_doctor.subject import Subject

REFERENCED: frozenset[Kind] = frozenset({"gru", "variant"})
"""The kinds that have equations to be compared with."""


def _too_small_for_four_gates(card: Card) -> bool:
    """Whether the weights are fewer than those of an LSTM, biases apart."""
    numbers = sum(prod(p.shape) for p in card.parameters)
    return numbers < 4 * card.hidden_size * (card.input_size + card.hidden_size)


def kind_of(card: Card, study: Study) -> Kind:
    """A plain RNN shows no gate: every entry moves the candidate alone, no parameter is silent, and
    with all weights zero nothing of the old state is left. What loading knew already stands, unless
    the numbers belie it: the verdict is not for the process that runs the code to choose."""
    if card.kind != "gru" and not (study.roles.halves and _too_small_for_four_gates(card)):
        return card.kind
    gated = any(label.gate in "zr" for label in study.roles.labels.values())
    if not gated and not study.silent and study.roles.labels and not study.roles.halves:
        return "rnn"
    return "gru"


def foreign(subject: Subject, study: Study, options: Options) -> bool:
    """Whether a parameter acts as none of a GRU does: alone it moves nothing, whatever its value, and
    among the others it does, as the gain of a layer norm or a factor of another matrix."""
    probe = probed(subject, options, np.random.default_rng([options.seed, 12]))
    limit = rounding(subject.card.dtype)
    for name in study.silent:
        moved = rerun(subject, probe, {name: probe.weights[name] + 0.5})
        if gap(moved.last, probe.last) > limit:
            return True
    return False
