"""What the longer exercises show, and what they ask for."""

import numpy as np
import pytest

from gru_doctor.checks.learning.exercises import COPIED, EXERCISES, Adding, Copy


def batch_of(task):
    return next(task.batches(np.random.default_rng(0)))


def test_copy_shows_the_tokens_first_and_nothing_after():
    batch = batch_of(Copy(4, 50, 6))
    assert batch.xs.shape == (COPIED + 6, 50, 4)
    assert np.array_equal(batch.xs[:COPIED].argmax(axis=2).T, batch.targets)
    assert not batch.xs[COPIED:].any()


@pytest.mark.parametrize("delay", [1, 5])
def test_adding_asks_for_the_sum_of_the_two_that_are_marked(delay):
    batch = batch_of(Adding(3, 50, delay))
    marked = batch.xs[..., -1]
    assert np.array_equal(marked.sum(axis=0), np.full(50, 2.0))
    assert np.allclose((marked * batch.xs[..., 0]).sum(axis=0), batch.targets)


def test_recall_marks_one_token_so_many_steps_before_the_end():
    batch = batch_of(EXERCISES["recall"](5, 50, 7))
    assert batch.xs.shape[0] == 9  # one unmarked token before
    assert np.array_equal(batch.xs[..., -1].argmax(axis=0), np.full(50, 1))
    assert np.array_equal(batch.xs[1, :, :-1].argmax(axis=1), batch.targets)


@pytest.mark.parametrize("name", EXERCISES)
def test_knowing_nothing_costs_what_chance_says(name):
    task = EXERCISES[name](5, 20_000, 2)
    batch = batch_of(task)
    scores = np.full((20_000, task.answers), 1.0)
    assert task.loss(scores, batch)[0] == pytest.approx(task.chance, rel=0.02)


@pytest.mark.parametrize("name", EXERCISES)
def test_the_slope_is_that_of_the_loss(name):
    task = EXERCISES[name](4, 3, 2)
    batch, scores = batch_of(task), np.random.default_rng(1).normal(size=(3, task.answers))
    slope = task.loss(scores, batch)[1]
    turned = np.random.default_rng(2).normal(size=scores.shape)
    up, down = (task.loss(scores + e * turned, batch)[0] for e in (1e-6, -1e-6))
    assert (up - down) / 2e-6 == pytest.approx(float((slope * turned).sum()), abs=1e-8)
