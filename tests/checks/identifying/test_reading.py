"""From labels to blocks: places, packings, orientations, and where silent blocks may stand."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from gru_doctor.checks.identifying.knockout import Roles, roles
from gru_doctor.checks.identifying.reading import (
    Draft,
    completed,
    drafted,
    exchanged,
    gate_order,
    orientation,
    packings,
)
from gru_doctor.records import Convention
from tests.reference import CONVENTIONS, PACKINGS, arranged, reference

NAMES = {"z": "update", "r": "reset", "n": "candidate"}


def same(reading, other):
    return reading.keys() == other.keys() and all(
        reading[b].parameter == other[b].parameter and np.array_equal(reading[b].indices, other[b].indices)
        for b in reading
    )


def studied(subject, silenced=""):
    """Roles of a subject, as though the entries of some gates had moved nothing."""
    found = roles(subject, np.random.default_rng(0))
    kept = {e: label for e, label in found.labels.items() if label.gate not in silenced}
    return Roles(kept, found.halves)


@pytest.mark.parametrize("orientation", ["x @ W", "W @ x"])
@pytest.mark.parametrize("packing", PACKINGS)
def test_the_blocks_stand_where_they_were_put(packing, orientation):
    subject = reference(Convention(), packing, "nrz", orientation)
    draft = drafted(subject.card, studied(subject))
    assert same(draft.places, subject.arrays.reading.places)
    assert draft.silent == ()


@pytest.mark.parametrize("convention", CONVENTIONS, ids=lambda c: f"{c.update}-{c.reset}-{c.biases}")
def test_every_bias_finds_a_place_of_its_own(convention):
    subject = reference(convention, "packed")
    draft = drafted(subject.card, studied(subject))
    biases = [b for b in subject.arrays.reading.places if b[0] in "bc"]
    found = {b: p for b, p in draft.places.items() if b[0] in "bc"}
    assert sorted(found) == sorted(biases)
    assert len({(p.parameter, int(p.indices[0])) for p in found.values()}) == len(biases)


@pytest.mark.parametrize("order", ["".join(p) for p in permutations("zrn")])
@pytest.mark.parametrize("packing", ["packed", "joint"])
def test_the_gate_order_is_that_of_the_packing(order, packing):
    reading = arranged("1", packing, order).reading
    assert gate_order(reading) == tuple(NAMES[g] for g in order)
    assert set(packings(reading).values()) == {tuple(order)}


def test_separate_arrays_have_no_gate_order():
    assert gate_order(arranged("2").reading) is None


@pytest.mark.parametrize("packing", PACKINGS)
def test_the_orientation_is_the_one_stored(packing):
    for stored in ("x @ W", "W @ x"):
        places = arranged("1", packing, orientation=stored).reading.places
        assert {orientation(places[b].indices) for b in ("W_z", "U_r", "U_n")} == {stored}


def test_one_unit_or_one_source_has_no_orientation():
    assert orientation(np.arange(7).reshape(1, 7)) is None
    assert orientation(np.arange(3).reshape(3, 1)) is None


@pytest.mark.parametrize("order", ["zrn", "rzn", "nzr"])
@pytest.mark.parametrize("orientation", ["x @ W", "W @ x"])
def test_a_silent_gate_is_sought_in_the_free_part_of_the_packed_arrays(order, orientation):
    subject = reference(Convention(biases="2"), "packed", order, orientation)
    draft = drafted(subject.card, studied(subject, "r"))
    assert not any(b.endswith("_r") for b in draft.places)
    readings = completed(draft, subject.card)
    assert any(same(r.places, subject.arrays.reading.places) for r in readings)


def test_a_silent_gate_is_sought_among_the_silent_arrays():
    subject = reference(Convention())
    draft = drafted(subject.card, studied(subject, "z"))
    assert draft.silent == ("W_z", "U_z", "b_z")
    readings = completed(draft, subject.card)
    assert any(same(r.places, subject.arrays.reading.places) for r in readings)


def test_nothing_is_sought_where_nothing_is_missing():
    subject = reference(Convention(), "packed")
    draft = drafted(subject.card, studied(subject))
    (reading,) = completed(draft, subject.card)
    assert same(reading.places, draft.places)


def test_one_block_never_stands_where_another_does():
    subject = reference(Convention(), "packed")
    for silenced in ("r", "z", "zr"):
        for reading in completed(drafted(subject.card, studied(subject, silenced)), subject.card):
            entries = [(p.parameter, int(i)) for p in reading.places.values() for i in p.indices.ravel()]
            assert len(entries) == len(set(entries))


def test_a_silent_block_may_belong_to_another_gate():
    places = dict(arranged("1").reading.places)
    live = {b: p for b, p in places.items() if b != "U_r"}
    found = list(exchanged(places, Draft(live, ("U_r",))))
    assert {(f["U_r"].parameter, f["U_z"].parameter, f["U_n"].parameter) for f in found} == {
        ("U_z", "U_r", "U_n"),
        ("U_n", "U_z", "U_r"),
    }
