"""What kind of cell the numbers speak of, before any equation is compared."""

from __future__ import annotations

from gru_doctor.checks.convention import Study
from gru_doctor.records import Card, Kind

REFERENCED: frozenset[Kind] = frozenset({"gru", "variant"})
"""The kinds that have equations to be compared with."""


def kind_of(card: Card, study: Study) -> Kind:
    """A plain RNN shows no gate: every entry moves the candidate alone, no parameter is silent, and
    with all weights zero nothing of the old state is left. What loading knew already stands."""
    if card.kind != "gru":
        return card.kind
    gated = any(label.gate in "zr" for label in study.roles.labels.values())
    if not gated and not study.silent and study.roles.labels and not study.roles.halves:
        return "rnn"
    return "gru"
