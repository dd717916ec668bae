"""The step over time: chunks, masks, causality, and torch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gru_doctor.equations.gru import EQUATIONS, Step
from gru_doctor.equations.unroll import unroll
from gru_doctor.records import Convention

SEEDS = st.integers(0, 2**32 - 1)
LAW = 1e-13  # on any seed
PYTORCH = Convention(update="keeps", reset="after", biases="2")


def states(drawn, mask=None):
    return unroll(drawn.weights, drawn.xs, drawn.h0, drawn.convention, mask)


def test_agrees_with_torch(draw, gap, given_to):
    torch = pytest.importorskip("torch")
    drawn = draw(PYTORCH, steps=6)
    layer = given_to(torch.nn.GRU(3, 5, dtype=torch.float64), drawn.weights)
    with torch.no_grad():
        theirs, _ = layer(torch.tensor(drawn.xs), torch.tensor(drawn.h0[None]))
    assert gap(states(drawn), theirs) < 1e-15


def test_each_state_is_the_step_from_the_one_before(convention, draw, gap):
    drawn = draw(convention)
    found, h = states(drawn), drawn.h0
    for x, state in zip(drawn.xs, found, strict=True):
        h = Step(drawn.weights, x, h, convention).out
        assert gap(state, h) == 0


@given(seed=SEEDS, cut=st.integers(0, 5))
@settings(max_examples=10, deadline=None)
def test_two_chunks_are_the_whole(convention, draw, gap, seed, cut):
    drawn = draw(convention, seed, steps=5)
    whole = states(drawn, drawn.mask)
    first = states(drawn._replace(xs=drawn.xs[:cut]), drawn.mask[:cut])
    carried = first[-1] if cut else drawn.h0
    second = states(drawn._replace(xs=drawn.xs[cut:], h0=carried), drawn.mask[cut:])
    assert gap(np.concatenate([first, second]), whole) == 0


@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_padding_changes_nothing(convention, draw, gap, seed):
    drawn = draw(convention, seed)
    other = drawn.xs + 7 * (1 - drawn.mask[:, :, None])
    assert gap(states(drawn._replace(xs=other), drawn.mask), states(drawn, drawn.mask)) == 0


@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_a_masked_sample_is_the_shorter_sequence(convention, draw, gap, seed):
    drawn = draw(convention, seed)
    last = states(drawn, drawn.mask)[-1]
    for b in range(2):
        real = drawn.mask[:, b] == 1
        short = drawn._replace(xs=drawn.xs[real][:, [b]], h0=drawn.h0[[b]])
        alone = [short.h0, *states(short)][-1]
        assert gap(alone[0], last[b]) < LAW


@given(seed=SEEDS, t=st.integers(0, 3))
@settings(max_examples=10, deadline=None)
def test_the_past_does_not_see_the_future(convention, draw, gap, seed, t):
    drawn = draw(convention, seed)
    moved = drawn.xs.copy()
    moved[t] += 1
    before, after = states(drawn), states(drawn._replace(xs=moved))
    assert gap(after[:t], before[:t]) == 0
    assert gap(after[t], before[t]) > 0


def test_no_steps_at_all(draw):
    assert states(draw(PYTORCH, steps=0)).shape == (0, 2, 5)


def test_a_replaced_equation_is_used_at_every_step(draw):
    drawn = draw(PYTORCH)
    frozen = {**EQUATIONS, "update": lambda s: np.ones_like(s.h)}
    found = unroll(drawn.weights, drawn.xs, drawn.h0, PYTORCH, equations=frozen)
    assert np.array_equal(found, np.broadcast_to(drawn.h0, found.shape))
