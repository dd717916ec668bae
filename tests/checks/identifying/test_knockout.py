"""Roles by intervention: the labels of every packing and order, and of cells with a fault in them."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from gru_doctor.checks.identifying.knockout import Label, roles
from gru_doctor.equations.gru import EQUATIONS
from gru_doctor.fault import faults
from gru_doctor.records import Convention
from tests.reference import CONVENTIONS, PACKINGS, reference

BLENDS = {
    "h' = z ⊙ h + z ⊙ n": "keeps", "h' = z ⊙ h + n": "keeps", "h' = (1 − z) ⊙ h + n": "writes",
    "h' = h + (1 − z) ⊙ n": "keeps", "h' = (1 − z) ⊙ h + (1 − z) ⊙ n": "writes",
    "h' = (1 + z) ⊙ h + (1 − z) ⊙ n": "keeps",
}  # fmt: skip


def labels_of(subject):
    return roles(subject, np.random.default_rng(0)).labels


def told(arrays, update):
    """The labels that a reading means."""
    signs = {"z": 1 if update == "keeps" else -1, "r": 1, "n": 1}
    found = {}
    for block, place in arrays.reading.places.items():
        kind, gate = block[0].replace("c", "b"), block[2]
        for index in np.ndindex(place.indices.shape):
            source, unit = index if len(index) == 2 else (0, index[0])
            entry = (place.parameter, int(place.indices[index]))
            found[entry] = Label(gate, kind, source, unit, signs[gate])
    return found


def altered(code, yours):
    fault = next(f for f in faults() if f.code == code)
    return {**EQUATIONS, **next(a for a in fault.cell if a.yours == yours).equations}


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("convention", CONVENTIONS, ids=lambda c: f"{c.update}-{c.reset}-{c.biases}")
def test_every_entry_is_labelled(convention, packing):
    if packing == "joint":  # one row of ones has room for one bias
        convention = replace(convention, biases="1")
    subject = reference(convention, packing)
    assert labels_of(subject) == told(subject.arrays, convention.update)


@pytest.mark.parametrize("packing", PACKINGS)
def test_arrays_stored_the_other_way_round_are_labelled(packing):
    convention = Convention(update="writes", reset="after")
    subject = reference(convention, packing, orientation="W @ x")
    assert labels_of(subject) == told(subject.arrays, convention.update)


@pytest.mark.parametrize("order", ["".join(p) for p in permutations("zrn")])
@pytest.mark.parametrize("packing", ["packed", "joint"])
def test_every_gate_order_is_seen(order, packing):
    for update in ("keeps", "writes"):
        subject = reference(Convention(update=update), packing, order)
        assert labels_of(subject) == told(subject.arrays, update)


@pytest.mark.parametrize("gate", ["hard_sigmoid", "hard_sigmoid_6", "steep_sigmoid"])
def test_other_gate_activations_change_no_label(gate):
    subject = reference(Convention(gate_activation=gate), "packed")
    assert labels_of(subject) == told(subject.arrays, "keeps")


@pytest.mark.parametrize("seed", range(5))
def test_labels_do_not_depend_on_the_draw(seed):
    subject = reference(Convention(reset="after", biases="2"), "packed", "rzn", "W @ x")
    found = roles(subject, np.random.default_rng(seed))
    assert found.labels == told(subject.arrays, "keeps") and found.halves


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("reset", ["before", "after"])
def test_without_a_reset_only_the_reset_entries_are_silent(packing, reset):
    equations = altered("GRU114", "n = tanh(x W_n + h U_n + b_n)")
    subject = reference(Convention(reset=reset), packing, equations=equations)
    wanted = {e: v for e, v in told(subject.arrays, "keeps").items() if v.gate != "r"}
    assert labels_of(subject) == wanted


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("yours", BLENDS)
def test_gates_sources_and_units_are_right_where_the_blend_is_wrong(packing, yours):
    convention = Convention(update=BLENDS[yours])
    subject = reference(convention, packing, equations=altered("GRU117", yours))
    wanted = told(subject.arrays, convention.update)
    found = labels_of(subject)
    assert {e: replace(v, sign=0) for e, v in found.items()} == {
        e: replace(v, sign=0) for e, v in wanted.items()
    }


def test_a_cell_that_does_not_return_half_the_state_is_told():
    healthy = reference()
    doubled = reference(equations={**EQUATIONS, "blend": lambda s: 2 * EQUATIONS["blend"](s)})
    assert roles(healthy, np.random.default_rng(0)).halves
    assert not roles(doubled, np.random.default_rng(0)).halves


def test_entries_of_one_gate_and_kind_can_be_asked_for():
    subject = reference()
    found = roles(subject, np.random.default_rng(0))
    assert {name for name, _ in found.of("z")} == {"W_z", "U_z", "b_z"}
    assert {name for name, _ in found.of("r", "U")} == {"U_r"}


def test_the_weights_are_left_at_zero():
    subject = reference(packing="joint")
    roles(subject, np.random.default_rng(0))
    assert not subject.weights()["M"].any()


def test_an_array_that_moves_nothing_has_no_label():
    equations = {**EQUATIONS, "update": lambda s: s.gate(s.input("z"))}
    subject = reference(equations=equations)
    found = labels_of(subject)
    assert {"U_z"} == set(subject.stored) - {name for name, _ in found}
