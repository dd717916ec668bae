"""What kind of cell the numbers speak of, before any equation is compared."""

from __future__ import annotations

from itertools import product
from math import prod

import numpy as np

from gru_doctor.checks.identifying.convention import Study
from gru_doctor.checks.probe import Probe, probed, rerun
from gru_doctor.closeness import gap, rounding
from gru_doctor.records import Card, Kind, Options
from gru_doctor.subject import Subject

MOST_BIASES = 12
"""More vectors than any cell adds are its matrices, kept flat."""
REFERENCED: frozenset[Kind] = frozenset({"gru", "variant"})
"""The kinds that have equations to be compared with."""


def _too_small_for_four_gates(card: Card) -> bool:
    """Whether the weights are fewer than those of an LSTM, biases apart."""
    numbers = sum(prod(p.shape) for p in card.parameters)
    return numbers < 4 * card.hidden_size * (card.input_size + card.hidden_size)


def _too_large_for_one(card: Card) -> bool:
    """Whether the weights are those of two gates at least: a plain RNN stores one matrix of each kind."""
    numbers = sum(prod(p.shape) for p in card.parameters)
    return numbers >= 2 * card.hidden_size * (card.input_size + card.hidden_size)


def kind_of(card: Card, study: Study) -> Kind:
    """A plain RNN shows no gate: every entry moves the candidate alone, no parameter is silent, and
    with all weights zero nothing of the old state is left. What loading knew already stands, unless
    the numbers belie it: the verdict is not for the process that runs the code to choose."""
    if card.kind != "gru" and not (study.roles.halves and _too_small_for_four_gates(card)):
        return card.kind
    gated = any(label.gate in "zr" for label in study.roles.labels.values())
    ungated = not gated and not study.silent and study.roles.labels and not study.roles.halves
    if ungated and not _too_large_for_one(card):
        return "rnn"
    return "gru"


def foreign(subject: Subject, study: Study, options: Options) -> bool:
    """Whether parameters act as none of a GRU do: alone they move nothing, and without them another
    moves nothing either, as with the gains of layer norms or a factor of a matrix.

    A gate that a fault hides from the knock-outs is silent alone too, but silences no other.
    """
    probe = probed(subject, options, np.random.default_rng([options.seed, 12]))
    shapes = {p.name: p.shape for p in subject.card.parameters}
    factors = [n for n in study.silent if not _plain_matrix(shapes[n], subject.card)]
    return bool(factors) and _silence(subject, probe, factors)


def meant(subject: Subject, study: Study, explained: bool, options: Options) -> bool:
    """Whether what is no right GRU has arrays that are not those of a GRU, so that it may well be meant
    as it is; known faults that explain it count for more, unless hardly an array could read the state."""
    if not recurrent(subject.card):
        return True
    return not explained and (uncounted(subject.card, study.silent) or foreign(subject, study, options))


def recurrent(card: Card) -> bool:
    """Whether it stores what two gates at least need to read the state; minGRU, SRU and their like have
    none, or one for all."""
    return not _told_apart(card) or _matrices(card, ())[1] >= 2


def uncounted(card: Card, silent: tuple[str, ...]) -> bool:
    """Whether it stores fewer matrices than three gates read, or uses more, or more than six vectors."""
    if not _told_apart(card):
        return False
    vectors = [prod(p.shape) for p in card.parameters if len(_sides(p.shape)) == 1]
    biases = not vectors and card.input_size == 3  # then three of them in one array look like a matrix
    fewest, most = min(_matrices(card, ())), max(_matrices(card, silent)) - biases
    return fewest < 3 or most > 3 or sum(_times(n, card.hidden_size) for n in vectors) > 6


def _told_apart(card: Card) -> bool:
    """Whether the shape of a matrix tells what it is multiplied by; of one kept flat, no shape does."""
    flat = sum(prod(p.shape) for p in card.parameters if len(_sides(p.shape)) < 2)
    return card.input_size % card.hidden_size != 0 and flat <= MOST_BIASES * card.hidden_size


def _matrices(card: Card, without: tuple[str, ...]) -> tuple[int, int]:
    """How many matrices (D, H) and (H, H) the arrays amount to; rows of both kinds may share one."""
    shapes = [_sides(p.shape) for p in card.parameters if p.name not in without]
    d, h = card.input_size, card.hidden_size
    on_input = on_state = 0
    for sides in (s for s in shapes if len(s) > 1):
        of_one_gate = sides[1:] if len(sides) > 2 else sides
        mixed = next((n for n in (d + h, 1 + d + h) if n in sides), None)
        reads_input = mixed is not None or d in of_one_gate
        on_input += _times(prod(sides), (mixed or d) * h) if reads_input else 0
        on_state += _times(prod(sides), (mixed or h) * h) if mixed or not reads_input else 0
    return on_input, on_state


def _sides(shape: tuple[int, ...]) -> list[int]:
    """The axes that are longer than one, that of three gates first where it is one of several."""
    sides = [n for n in shape if n != 1]
    return sorted(sides, key=lambda n: n != 3) if len(sides) > 2 else sides


def _times(whole: int, part: int) -> int:
    """How often a matrix stands in an array; 0 where the array is of another sort."""
    return whole // part if whole % part == 0 else 0


def _plain_matrix(shape: tuple[int, ...], card: Card) -> bool:
    """A matrix of a shape that the gates have, alone or packed; no vector is one."""
    d, h = card.input_size, card.hidden_size
    sides = sorted(n for n in shape if n != 1)
    if len(sides) != 2:
        return len(sides) > 2
    usual = product((d, h, d + h, 1 + d + h), (h, 2 * h, 3 * h))
    return any(sides == sorted(pair) for pair in usual)


def _silence(subject: Subject, probe: Probe, names: list[str]) -> bool:
    """Whether some other parameter moves the state, but not once these are zero."""
    limit = rounding(subject.card.dtype)
    without = {name: np.zeros_like(probe.weights[name]) for name in names}
    dead = rerun(subject, probe, without)
    for other in (n for n in probe.weights if n not in names):
        # Turned round, not lifted: a norm takes out what is the same for all units.
        changed = {other: np.flip(probe.weights[other])}
        if gap(rerun(subject, probe, {**without, **changed}).last, dead.last) > limit:
            continue
        if gap(rerun(subject, probe, changed).last, probe.last) > limit:
            return True
    return False
