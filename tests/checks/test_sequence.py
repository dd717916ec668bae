"""The layer over time against the reference unrolled over the same cell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gru_doctor.checks.sequence import check_sequence, trailing_mask, walk
from gru_doctor.equations.gru import EQUATIONS
from gru_doctor.equations.layer import Returned, run
from gru_doctor.equations.reading import Identity
from gru_doctor.explained import Explained
from gru_doctor.fault import faults
from gru_doctor.records import Convention, Options
from gru_doctor.subject import Run
from tests.reference import CONVENTIONS, reference

STRAYS = [(f.code, f.sequence[0]) for f in faults() if f.sequence]


def explained(subject, equations=EQUATIONS):
    return Explained(Identity(subject.convention, subject.arrays.reading, 0.0), (), True, equations)


def checked(subject):
    return check_sequence(subject, explained(subject), Options())


@pytest.mark.parametrize("convention", CONVENTIONS, ids=lambda c: f"{c.update}-{c.reset}-{c.biases}")
def test_a_right_layer_passes_with_and_without_a_mask(convention):
    found = checked(reference(convention, "packed", layer=run))
    assert found.status == "pass" and found.max_error == 0.0
    masked = {f"{name}, {kind}" for name in ("outputs", "final state") for kind in ("masked", "gaps")}
    assert set(found.parts) == {"default state", "outputs", "final state", *masked}


@pytest.mark.parametrize(("code", "strayed"), STRAYS, ids=[code for code, _ in STRAYS])
def test_a_wrong_layer_fails(code, strayed):
    with np.errstate(all="ignore"):
        found = checked(reference(layer=strayed.layer))
    assert found.status == "fail" and found.max_error > 1e-3 and "differs" in found.detail


def test_a_cell_has_no_time():
    found = checked(reference())
    assert found.status == "skipped" and found.max_error is None


def test_a_fault_of_the_mask_alone_leaves_the_rest_right():
    subject = reference(layer=lambda s: run(replace(s, mask=None)))
    found = checked(subject)
    assert found.status == "fail"
    assert {n for n, e in found.parts.items() if e > found.tolerance} == {
        "outputs, masked",
        "final state, masked",
        "outputs, gaps",
        "final state, gaps",
    }


def test_a_layer_without_a_mask_is_not_given_one():
    subject = reference(layer=lambda s: run(replace(s, mask=None)))
    subject.card = replace(subject.card, takes_mask=False)
    found = checked(subject)
    assert found.status == "pass" and set(found.parts) == {"default state", "outputs", "final state"}


def test_what_is_not_returned_is_not_compared():
    def outputs_only(s):
        made = run(s)
        return Returned(made.outputs, np.full_like(made.last, np.nan))

    subject = reference(layer=outputs_only)
    assert checked(subject).status == "fail"
    plain = subject.run
    subject.run = lambda call: Run(plain(call).outputs, None)
    assert checked(subject).status == "pass"


def test_a_fault_of_the_cell_is_not_held_against_the_layer():
    wrong = {**EQUATIONS, "blend": lambda s: s.z * s.h + s.n}
    subject = reference(layer=run, equations=wrong)
    assert checked(subject).status == "fail"
    assert check_sequence(subject, explained(subject, wrong), Options()).status == "pass"


def test_the_mask_shortens_each_row_but_the_first():
    np.testing.assert_array_equal(trailing_mask(4, 3), np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0], [1, 0, 0]]))
    assert trailing_mask(2, 5)[0].all()


def test_a_walk_keeps_both_sides():
    subject = reference(Convention(update="writes"), layer=run, takes_state=False)
    found = walk(subject, explained(subject), Options(), steps=5)
    assert found.right.outputs.shape == found.probe.run.outputs.shape == (5, 2, 7)
    assert not found.sequence.h0.any()
    assert found.errors == {"outputs": 0.0, "final state": 0.0}
