"""Generic numbers: full precision, right shapes, reproducible, nothing at zero."""

from __future__ import annotations

import numpy as np

from gru_doctor.checks.probe import Probe, call, probed, rerun, weights
from gru_doctor.equations.layer import run
from gru_doctor.records import Convention, Options
from gru_doctor.subject import Call, Run
from tests.reference import D, H, reference


def drawn(seed=0, **options):
    return probed(reference(**options), Options(), np.random.default_rng(seed), steps=3)


def test_every_parameter_is_drawn_within_the_scale():
    subject = reference(Convention(biases="2"), "packed")
    made = weights(subject.card, np.random.default_rng(0), scale=0.3)
    assert {n: a.shape for n, a in made.items()} == dict(subject.arrays.shapes)
    assert all(np.abs(a).min() > 0 and np.abs(a).max() <= 0.3 for a in made.values())


def test_a_call_has_the_sizes_of_the_card_and_the_options():
    made = call(reference().card, Options(batch=5), np.random.default_rng(0), steps=4)
    assert made.xs.shape == (4, 5, D)
    assert made.h0 is not None and made.h0.shape == (5, H)
    assert made.mask is None and not made.carried


def test_no_state_is_given_to_what_takes_none():
    subject = reference(takes_state=False)
    probe = probed(subject, Options(), np.random.default_rng(0))
    assert probe.call.h0 is None
    np.testing.assert_array_equal(probe.h, np.zeros((Options().batch, H)))


def test_a_seed_gives_the_same_numbers_and_another_gives_others():
    first, again, other = drawn(0), drawn(0), drawn(1)
    np.testing.assert_array_equal(first.call.xs, again.call.xs)
    np.testing.assert_array_equal(first.last, again.last)
    assert not np.any(first.call.xs == other.call.xs)


def test_numbers_are_of_full_precision_so_that_none_collide():
    probe = drawn()
    numbers = np.concatenate([a.ravel() for a in (probe.call.xs, probe.h, *probe.weights.values())])
    assert len(np.unique(np.abs(numbers))) == len(numbers)
    assert not np.any(numbers == numbers.round(6))


def test_the_last_state_is_the_end_of_the_sequence_where_no_other_is_returned():
    outputs = np.arange(12.0).reshape(3, 2, 2)
    probe = Probe({}, Call(np.zeros((3, 2, 1))), Run(outputs, None))
    np.testing.assert_array_equal(probe.last, outputs[-1])
    assert probe.hidden_size == 2
    both = Probe({}, Call(np.zeros((3, 2, 1))), Run(outputs, outputs[0]))
    np.testing.assert_array_equal(both.last, outputs[-1])
    alone = Probe({}, Call(np.zeros((3, 2, 1))), Run(None, outputs[0]))
    np.testing.assert_array_equal(alone.last, outputs[0])


def test_again_with_other_weights_all_else_stays():
    subject = reference()
    probe = probed(subject, Options(), np.random.default_rng(0))
    changed = rerun(subject, probe, {"b_z": np.full(H, 9.0)})
    assert changed.call is probe.call
    np.testing.assert_array_equal(changed.weights["W_z"], probe.weights["W_z"])
    np.testing.assert_array_equal(subject.weights()["b_z"], np.full(H, 9.0))
    assert np.abs(changed.last - probe.h).max() < np.abs(probe.last - probe.h).max()
    np.testing.assert_array_equal(rerun(subject, changed, probe.weights).last, probe.last)


def test_a_layer_is_probed_over_its_steps():
    probe = drawn(layer=run)
    assert probe.run.outputs is not None
    assert probe.run.outputs.shape == (3, Options().batch, H)
    np.testing.assert_array_equal(probe.x, probe.call.xs[0])
