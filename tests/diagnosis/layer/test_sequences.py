"""Naming faults over time: each planted one by its own class, none in a right layer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gru_doctor.diagnosis.layer.sequences import Gave, name_sequences, strays
from gru_doctor.equations.layer import Sequence, run
from gru_doctor.records import Convention

PLAIN = Convention(biases="2")
MASK = np.array([[1, 1], [1, 0], [0, 1], [1, 0]], dtype=float)
EACH = 4


def sequence_of(convention: Convention = PLAIN, seed: int = 0) -> Sequence:
    rng = np.random.default_rng(seed)
    rows = {"W": (3,), "U": (7,)}
    names = [f"{kind}_{g}" for kind in "WUbc" for g in "zrn"]
    weights = {n: rng.normal(scale=0.6, size=(*rows.get(n[0], ()), 7)) for n in names}
    return Sequence(weights, convention, rng.normal(size=(4, 2, 3)), rng.normal(size=(2, 7)))


def trials_of(sequence, layer):
    found = []
    for s in (sequence, replace(sequence, mask=MASK)):
        with np.errstate(all="ignore"):
            made = layer(s)
        found.append((Gave(made.outputs, made.last), s))
    return found


def sample():
    by_code = {}
    for pair in strays():
        by_code.setdefault(pair[0].code, []).append(pair)
    return [p for own in by_code.values() for p in own[:: max(len(own) // EACH, 1)][:EACH]]


def layer_of(code, yours):
    return next(s.layer for f, s in strays() if f.code == code and s.yours == yours)


@pytest.mark.parametrize("update", ["keeps", "writes"])
@pytest.mark.parametrize("reset", ["before", "after"])
def test_a_right_layer_has_no_fault(update, reset):
    convention = Convention(update=update, reset=reset, biases="2")
    for seed in range(20):
        assert name_sequences(trials_of(sequence_of(convention, seed), run)) == []


@pytest.mark.parametrize("pair", sample(), ids=lambda pair: f"{pair[0].code}: {pair[1].yours[:40]}")
def test_a_planted_fault_is_named_by_its_class(pair):
    fault, strayed = pair
    (guess,) = name_sequences(trials_of(sequence_of(), strayed.layer))
    assert fault.code in (guess.code, *guess.also)
    assert strayed in guess.alternatives
    assert guess.error > 1e-4 and guess.error_if_repaired < 1e-10


def test_the_first_code_of_a_class_is_named():
    s = sequence_of()
    made = run(s)
    (guess,) = name_sequences([(Gave(None, made.outputs[0]), s)])
    assert guess.code == "GRU301" and "GRU314" in guess.also


def test_what_is_not_returned_is_not_compared():
    s = sequence_of()
    made = layer_of("GRU314", "last = h0")(s)
    assert name_sequences([(Gave(made.outputs, None), s)]) == []
    (guess,) = name_sequences([(Gave(made.outputs, made.last), s)])
    assert guess.code == "GRU314"


def test_more_runs_tell_more_apart():
    masked = replace(sequence_of(), mask=np.ones((4, 2)))
    inverted = layer_of("GRU304", "h = m ⊙ h + (1 − m) ⊙ h'")
    made = inverted(masked)
    (one,) = name_sequences([(Gave(made.outputs, made.last), masked)])
    (both,) = name_sequences([(Gave(made.outputs, made.last), masked), *trials_of(sequence_of(), inverted)])
    assert both.code == "GRU304"
    assert len(both.alternatives) < len(one.alternatives) or len(one.alternatives) == 1


def test_nan_and_what_nothing_explains_are_left_without_a_name():
    s = sequence_of()
    made = run(s)
    assert name_sequences([(Gave(np.sin(made.outputs), made.last), s)]) == []
    assert name_sequences([(Gave(made.outputs * np.nan, made.last), s)]) == []
