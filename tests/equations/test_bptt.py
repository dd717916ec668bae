"""The backward pass over time: complex step, torch, chunks, masks and contributions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gru_doctor.equations.backward import RULES
from gru_doctor.equations.bptt import unroll_backward
from gru_doctor.equations.unroll import unroll
from gru_doctor.records import Convention

TOLERANCE = 1e-14
LAW = 1e-12  # on any seed: sums may cancel
SEEDS = st.integers(0, 2**32 - 1)
PYTORCH = Convention(update="keeps", reset="after", biases="2")


def gradient(drawn, mask=None, rules=RULES):
    weights, xs, h0, convention, cotangents, _ = drawn
    return unroll_backward(weights, xs, h0, convention, cotangents, mask, rules)


@pytest.mark.parametrize("masked", [False, True])
def test_agrees_with_complex_step(convention, masked, draw, gap, complex_step):
    drawn = draw(convention, seed=3)
    mask = drawn.mask if masked else None

    def loss(weights=drawn.weights, xs=drawn.xs, h0=drawn.h0):
        return (drawn.cotangents * unroll(weights, xs, h0, convention, mask)).sum()

    found = gradient(drawn, mask)
    assert gap(found.xs, complex_step(lambda xs: loss(xs=xs), drawn.xs)) < TOLERANCE
    assert gap(found.h0, complex_step(lambda h0: loss(h0=h0), drawn.h0)) < TOLERANCE
    assert found.weights.keys() == drawn.weights.keys()
    for name, block in drawn.weights.items():
        true = complex_step(lambda w, n=name: loss(weights={**drawn.weights, n: w}), block)
        assert gap(found.weights[name], true) < TOLERANCE, name


def test_agrees_with_torch_autograd(draw, gap, given_to, weights_gap):
    torch = pytest.importorskip("torch")
    drawn = draw(PYTORCH, steps=6)
    layer = given_to(torch.nn.GRU(3, 5, dtype=torch.float64), drawn.weights)
    xs, h0 = torch.tensor(drawn.xs, requires_grad=True), torch.tensor(drawn.h0[None])
    h0.requires_grad_()
    (torch.tensor(drawn.cotangents) * layer(xs, h0)[0]).sum().backward()
    found = gradient(drawn)
    assert gap(found.xs, xs.grad) < TOLERANCE
    assert gap(found.h0, h0.grad[0]) < TOLERANCE
    assert weights_gap(found.weights, layer) < TOLERANCE


@given(seed=SEEDS, cut=st.integers(0, 5))
@settings(max_examples=25, deadline=None)
def test_two_chunks_are_the_whole(draw, gap, seed, cut):
    drawn = draw(PYTORCH, seed, steps=5)
    whole = gradient(drawn, drawn.mask)
    middle = [drawn.h0, *unroll(*drawn[:4], drawn.mask)][cut]
    late = drawn._replace(xs=drawn.xs[cut:], h0=middle, cotangents=drawn.cotangents[cut:])
    second = gradient(late, drawn.mask[cut:])
    carried = drawn.cotangents[:cut].copy()
    carried[-1:] += second.h0
    early = drawn._replace(xs=drawn.xs[:cut], cotangents=carried)
    first = gradient(early, drawn.mask[:cut])
    assert gap(np.concatenate([first.xs, second.xs]), whole.xs) < LAW
    assert gap(first.h0 if cut else second.h0, whole.h0) < LAW
    for name, total in whole.weights.items():
        assert gap(first.weights[name] + second.weights[name], total) < LAW, name


@given(seed=SEEDS, a=st.floats(-3, 3))
@settings(max_examples=10, deadline=None)
def test_linear_in_the_cotangents(convention, draw, seed, a):
    drawn = draw(convention, seed)
    second = drawn.cotangents[::-1]
    one, other = gradient(drawn), gradient(drawn._replace(cotangents=second))
    whole = gradient(drawn._replace(cotangents=a * drawn.cotangents + second))
    assert np.allclose(whole.xs, a * one.xs + other.xs, rtol=1e-12, atol=1e-12)
    for name, total in whole.weights.items():
        expected = a * one.weights[name] + other.weights[name]
        assert np.allclose(total, expected, rtol=1e-12, atol=1e-11), name


@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_the_steps_add_up_to_the_whole(convention, draw, gap, seed):
    drawn = draw(convention, seed)
    whole = gradient(drawn, drawn.mask)
    assert len(whole.steps) == len(drawn.xs)
    for name, total in whole.weights.items():
        assert gap(sum(step.weights[name] for step in whole.steps), total) < LAW
    for t, step in enumerate(whole.steps):
        assert gap(step.dx_total, whole.xs[t]) == 0
        before = drawn.cotangents[t - 1] if t else 0
        assert gap(whole.states[t], step.dh_total + before) < LAW


def test_a_padded_step_passes_everything_by_and_learns_nothing(draw):
    drawn = draw(PYTORCH)
    mask = np.array([[1, 1], [0, 0], [1, 1], [1, 1]], dtype=float)
    padded = gradient(drawn, mask).steps[1]
    assert not padded.dx_total.any()
    assert not any(block.any() for block in padded.weights.values())
    assert np.array_equal(padded.dh_total, padded.dh["held"])


def test_a_mask_of_ones_changes_nothing(convention, draw, gap):
    drawn = draw(convention)
    plain, masked = gradient(drawn), gradient(drawn, np.ones_like(drawn.mask))
    assert gap(masked.xs, plain.xs) == 0 and gap(masked.states, plain.states) == 0


def test_norms_are_those_of_the_states(draw):
    found = gradient(draw(PYTORCH))
    assert found.norms.shape == (5,)
    assert found.norms[0] == pytest.approx(np.linalg.norm(found.h0), rel=1e-15)
    assert found.norms[-1] == pytest.approx(np.linalg.norm(found.states[-1]), rel=1e-15)


def test_no_steps_at_all(draw):
    drawn = draw(PYTORCH, steps=0)
    found = gradient(drawn)
    assert found.xs.shape == (0, 2, 3) and not found.h0.any() and found.norms.shape == (1,)
    assert all(not block.any() for block in found.weights.values())


def test_the_inputs_are_left_as_they_were(draw):
    drawn, untouched = draw(PYTORCH), draw(PYTORCH)
    gradient(drawn, drawn.mask)
    for name in ("xs", "h0", "cotangents", "mask"):
        assert np.array_equal(getattr(drawn, name), getattr(untouched, name))


def test_a_replaced_rule_reaches_every_step(draw, gap):
    drawn = draw(PYTORCH)
    cut = gradient(drawn, rules={**RULES, "dh.reset": lambda b: np.zeros_like(b.dout)})
    whole = gradient(drawn)
    assert gap(cut.states[-1], whole.states[-1]) == 0
    assert all(gap(cut.states[t], whole.states[t]) > 1e-6 for t in range(4))
