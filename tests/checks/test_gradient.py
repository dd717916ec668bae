"""Gradients: right ones pass, wrong ones do not, with and without a reference to compare with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gru_doctor.checks.gradient import check_gradient, directions, entries, truth
from gru_doctor.checks.pulled import spread, trial
from gru_doctor.equations.backward import RULES
from gru_doctor.equations.layer import run
from gru_doctor.equations.reading import Identity
from gru_doctor.records import Convention, Options
from gru_doctor.subject import Gradient
from tests.reference import CONVENTIONS, reference

WRONG = {
    "dh.reset": lambda b: 0 * RULES["dh.reset"](b),
    "slope_z": lambda b: 1 - b.step.z,
    "dx.candidate": lambda b: 2 * RULES["dx.candidate"](b),
    "dz": lambda b: -RULES["dz"](b),
    "db_n": lambda b: RULES["db_n"](b) / len(b.step.x),
}


def judged(subject, known=True):
    identity = Identity(subject.convention, subject.arrays.reading, 0.0) if known else None
    return check_gradient(subject, identity, Options())


def with_gradient(change):
    subject = reference()
    plain = subject.gradient
    subject.gradient = lambda call, cotangent: change(plain(call, cotangent))
    return subject


@pytest.mark.parametrize("convention", CONVENTIONS, ids=lambda c: f"{c.update}-{c.reset}-{c.biases}")
def test_a_right_backward_passes(convention):
    subject = reference(convention, "packed")
    found = judged(subject)
    assert found.status == "pass" and found.max_error < 1e-12 and found.tolerance == 1e-10
    assert set(found.parts) == {"x", "h0", *subject.stored}


def test_a_right_backward_passes_by_finite_differences_alone():
    found = judged(reference(Convention(reset="after", biases="2"), layer=run), known=False)
    assert found.status == "pass" and found.max_error < 1e-8
    assert "one direction" in found.detail


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_rule_fails(name, known):
    found = judged(reference(rules={**RULES, name: WRONG[name]}), known)
    assert found.status == "fail" and found.max_error > 1e-3


def test_the_blocks_that_are_off_are_told():
    found = judged(reference(rules={**RULES, "dx.candidate": WRONG["dx.candidate"]}))
    assert {n for n, e in found.parts.items() if e > found.tolerance} == {"x"}


def test_one_wrong_entry_is_seen():
    def spoiled(given):
        block = given.weights["U_r"].copy()
        block[3, 2] *= 1 + 1e-6
        return replace(given, weights={**given.weights, "U_r": block})

    found = judged(with_gradient(spoiled))
    assert found.status == "fail" and 1e-9 < found.parts["U_r"] < 1e-5


@pytest.mark.parametrize("known", [True, False])
def test_a_gradient_of_zero_is_no_gradient(known):
    def zero(given):
        return Gradient(0 * given.xs, 0 * given.h0, {n: 0 * a for n, a in given.weights.items()})

    found = judged(with_gradient(zero), known)
    assert found.status == "fail" and min(found.parts.values()) > 0.1


def test_a_missing_block_counts_in_full():
    def without(given):
        return replace(given, weights={n: a for n, a in given.weights.items() if n != "b_r"})

    found = judged(with_gradient(without))
    assert found.status == "fail" and found.parts["b_r"] == 1.0


def test_what_is_not_returned_for_inputs_is_not_judged():
    found = judged(with_gradient(lambda given: replace(given, xs=None, h0=None)))
    assert found.status == "pass" and not {"x", "h0"} & set(found.parts)


@pytest.mark.parametrize("known", [True, False])
def test_nan_fails(known):
    def poisoned(given):
        return replace(given, xs=given.xs * np.nan)

    assert judged(with_gradient(poisoned), known).status == "fail"


def test_a_backward_that_raises_fails_with_its_words():
    found = judged(with_gradient(lambda given: replace(given, complaint="no cache")))
    assert found.status == "fail" and "no cache" in found.detail


def test_code_without_a_backward_is_left_out():
    found = judged(reference(gradients=None))
    assert found.status == "skipped" and "no backward" in found.detail


def test_a_fault_that_shows_only_over_time_is_seen():
    def forgetful(b):
        return np.zeros_like(b.dout)

    rules = {**RULES, **{n: forgetful for n in RULES if n.startswith("dh.")}}
    found = judged(with_gradient(lambda given: given), known=True)
    assert found.status == "pass"
    short = trial(reference(rules=rules), Options(), steps=1)
    identity = Identity(Convention(), reference().arrays.reading, 0.0)
    only = entries(reference().card, identity, short)
    assert max(e for n, e in only.items() if n != "h0") < 1e-12
    assert judged(reference(rules=rules)).parts["U_n"] > 1e-2


def test_the_truth_is_in_the_users_arrays():
    subject = reference(Convention(), "joint", "nrz", "W @ x")
    made = trial(subject, Options(), steps=3)
    right = truth(Identity(Convention(), subject.arrays.reading, 0.0), made)
    assert right.weights["M"].shape == (21, 11)
    np.testing.assert_allclose(right.weights["M"], made.given.weights["M"], rtol=1e-12, atol=1e-15)


def test_directions_leave_the_weights_as_they_were():
    subject = reference()
    made = trial(subject, Options(), steps=2)
    measured = directions(subject, made)
    errors, noise = measured.errors, measured.noise
    assert set(errors) == {"x", "h0", *subject.stored} and max(errors.values()) < 1e-8
    assert 0 < noise < 1e-8
    for name, kept in made.weights.items():
        np.testing.assert_array_equal(subject.weights()[name], kept)


def test_a_cotangent_of_the_last_state_stands_at_the_end():
    made = trial(reference(), Options(), steps=3)
    last = replace(made, cotangent=made.cotangent[-1])
    whole = spread(last)
    assert whole.shape == made.cotangent.shape
    assert not whole[:-1].any()
    np.testing.assert_array_equal(whole[-1], made.cotangent[-1])


def test_what_autograd_does_not_reach_counts_without_a_reference_too():
    cut = reference(gradients="autograd")
    plain = cut.gradient
    cut.gradient = lambda call, cotangent: replace(plain(call, cotangent), weights={})
    assert judged(cut, known=False).status == "fail"
