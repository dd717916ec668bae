"""Identification: every published convention is found again in every packing."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from gru_doctor.checks.identifying.convention import conventions, error, identify, predicted
from gru_doctor.checks.probe import probed
from gru_doctor.equations.gru import EQUATIONS
from gru_doctor.errors import NotExamined
from gru_doctor.fault import faults
from gru_doctor.records import Convention, Options
from tests.reference import CONVENTIONS, PACKINGS, reference

ROUNDING = 1e-14


def agrees(found, wanted):
    return (found.update, found.reset, found.biases) == (wanted.update, wanted.reset, wanted.biases)


def test_without_weights_there_is_nothing_to_ask():
    subject = reference(Convention(), "separate")
    subject.card = replace(subject.card, parameters=())
    with pytest.raises(NotExamined, match="no weights"):
        identify(subject, Options())


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("convention", CONVENTIONS, ids=lambda c: f"{c.update}-{c.reset}-{c.biases}")
def test_a_healthy_cell_is_identified(convention, packing):
    if packing == "joint":
        convention = replace(convention, biases="1")
    best = identify(reference(convention, packing), Options()).best
    assert best.error < ROUNDING
    assert agrees(best.convention, convention)
    assert best.convention.orientation == "x @ W"
    assert (best.convention.gate_activation, best.convention.candidate_activation) == ("sigmoid", "tanh")


@pytest.mark.parametrize("order", ["".join(p) for p in permutations("zrn")])
def test_the_gate_order_is_identified(order):
    names = {"z": "update", "r": "reset", "n": "candidate"}
    subject = reference(Convention(reset="after", biases="2"), "packed", order, "W @ x")
    best = identify(subject, Options()).best
    assert best.convention.gate_order == tuple(names[g] for g in order)
    assert best.convention.orientation == "W @ x"


@pytest.mark.parametrize("gate", ["hard_sigmoid", "hard_sigmoid_6", "steep_sigmoid"])
@pytest.mark.parametrize("update", ["keeps", "writes"])
def test_published_gate_activations_are_identified(gate, update):
    subject = reference(Convention(update=update, gate_activation=gate), "packed")
    best = identify(subject, Options()).best
    assert (best.convention.gate_activation, best.convention.update) == (gate, update)
    assert best.error < ROUNDING


@pytest.mark.parametrize("seed", range(5))
def test_no_seed_leads_astray(seed):
    convention = Convention(update="writes", reset="after", biases="input+candidate")
    best = identify(reference(convention, "packed"), Options(seed=seed)).best
    assert agrees(best.convention, convention) and best.error < ROUNDING


def test_a_faulty_cell_keeps_its_arrays_though_no_convention_fits():
    fault = next(f for f in faults() if f.code == "GRU117")
    altered = next(a for a in fault.cell if a.yours == "h' = z ⊙ h + n")
    subject = reference(equations={**EQUATIONS, **altered.equations})
    study = identify(subject, Options())
    assert study.best.error > 1e-2
    assert study.best.reading.places.keys() == subject.arrays.reading.places.keys()


def test_what_is_silent_is_told_and_both_readings_are_kept():
    equations = {**EQUATIONS, "candidate": lambda s: s.squash(s.input("n") + s.recurrent("n"))}
    study = identify(reference(equations=equations), Options())
    assert study.silent == ("W_r", "U_r", "b_r")
    assert any("U_r" in c.reading.places for c in study.candidates)
    assert all("U_r" not in c.reading.places for c in study.partial) and study.partial


def test_candidates_are_ranked_by_how_well_they_fit():
    study = identify(reference(), Options())
    errors = [c.error for c in study.candidates]
    assert errors == sorted(errors)


def test_the_error_is_the_gap_to_what_was_returned():
    subject = reference(Convention())
    probe = probed(subject, Options(), np.random.default_rng(3))
    reading = subject.arrays.reading
    assert error(reading, Convention(), probe) == 0.0
    np.testing.assert_array_equal(predicted(reading, Convention(), probe), probe.last)
    assert error(reading, Convention(update="writes"), probe) > 0.1
    halved = {**EQUATIONS, "blend": lambda s: 0.5 * EQUATIONS["blend"](s)}
    assert error(reading, Convention(), probe, halved) == pytest.approx(0.5)


def test_conventions_are_all_different():
    made = list(conventions())
    assert len(set(made)) == len(made) == 2 * 2 * 4 * 5
