"""The recall task: what is shown, where the mark stands, and what neither end can know."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.checks.learning.tasks import Recall


@pytest.mark.parametrize("size", [2, 3, 7])
def test_one_mark_never_first_nor_last(size):
    batch = next(Recall(size, 500, 5).batches(np.random.default_rng(0)))
    marks = batch.xs[..., -1]
    assert (marks.sum(axis=0) == 1).all()
    assert set(marks.argmax(axis=0)) == {1, 2, 3}


@pytest.mark.parametrize("size", [3, 7])
def test_the_marked_token_is_the_target(size):
    batch = next(Recall(size, 500, 5).batches(np.random.default_rng(0)))
    marked = batch.xs[batch.xs[..., -1].argmax(axis=0), np.arange(500), :-1]
    assert (marked.argmax(axis=1) == batch.targets).all()
    assert (batch.xs[..., :-1].sum(axis=2) == 1).all()


def test_two_channels_show_two_tokens_as_signs():
    batch = next(Recall(2, 500, 5).batches(np.random.default_rng(0)))
    marked = batch.xs[batch.xs[..., -1].argmax(axis=0), np.arange(500), 0]
    assert (np.where(marked > 0, 0, 1) == batch.targets).all() or (
        np.where(marked > 0, 1, 0) == batch.targets
    ).all()
    assert set(np.unique(batch.xs[..., 0])) == {-1.0, 1.0}


@pytest.mark.parametrize("end", [0, -1])
def test_neither_end_tells_the_answer(end):
    task = Recall(3, 20_000, 5)
    batch = next(task.batches(np.random.default_rng(0)))
    agreement = (batch.xs[end, :, :-1].argmax(axis=1) == batch.targets).mean()
    assert agreement == pytest.approx(0.5, abs=0.02)
    assert task.chance == pytest.approx(np.log(2))
