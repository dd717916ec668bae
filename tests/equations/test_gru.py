"""One step: against torch, against the equations written out, and the laws of the blend."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gru_doctor.equations.gru import EQUATIONS, Step, healthy
from gru_doctor.records import Convention

SEEDS = st.integers(0, 2**32 - 1)
LAW = 1e-13  # on any seed


def step_of(drawn, **changes):
    values = {"weights": drawn.weights, "x": drawn.xs[0], "h": drawn.h0, **changes}
    return Step(convention=drawn.convention, **values)


def test_agrees_with_torch(draw, gap, given_to):
    torch = pytest.importorskip("torch")
    drawn = draw(Convention(update="keeps", reset="after", biases="2"))
    cell = given_to(torch.nn.GRUCell(3, 5, dtype=torch.float64), drawn.weights)
    with torch.no_grad():
        theirs = cell(torch.tensor(drawn.xs[0]), torch.tensor(drawn.h0))
    assert gap(step_of(drawn).out, theirs) < 1e-15


def test_agrees_with_the_equations_written_out(convention, draw, gap):
    drawn = draw(convention, seed=5)
    x, h = drawn.xs[0], drawn.h0
    w = {f"{kind}_{g}": np.zeros(5) for kind in "bc" for g in "zrn"} | drawn.weights
    z = 1 / (1 + np.exp(-(x @ w["W_z"] + h @ w["U_z"] + w["b_z"] + w["c_z"])))
    r = 1 / (1 + np.exp(-(x @ w["W_r"] + h @ w["U_r"] + w["b_r"] + w["c_r"])))
    before = (r * h) @ w["U_n"] + w["c_n"]
    after = r * (h @ w["U_n"] + w["c_n"])
    n = np.tanh(x @ w["W_n"] + w["b_n"] + (before if convention.reset == "before" else after))
    out = z * h + (1 - z) * n if convention.update == "keeps" else (1 - z) * h + z * n
    s = step_of(drawn)
    for found, expected in ((s.z, z), (s.r, r), (s.n, n), (s.out, out)):
        assert gap(found, expected) < 1e-15


@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_the_new_state_lies_between_the_old_and_the_candidate(convention, draw, seed):
    s = step_of(draw(convention, seed))
    low, high = np.minimum(s.h, s.n), np.maximum(s.h, s.n)
    assert (low - 1e-15 <= s.out).all() and (s.out <= high + 1e-15).all()


def test_without_weights_half_of_the_state_is_left(convention, draw):
    drawn = draw(convention)
    zeros = {name: np.zeros_like(block) for name, block in drawn.weights.items()}
    assert np.array_equal(step_of(drawn, weights=zeros).out, drawn.h0 / 2)
    assert np.array_equal(step_of(drawn, weights={}).out, drawn.h0 / 2)


@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_polarity_is_the_sign_of_the_update_gate(convention, draw, gap, seed):
    drawn = draw(convention, seed)
    other = {"keeps": "writes", "writes": "keeps"}[convention.update]
    turned = {k: -v if k.endswith("_z") else v for k, v in drawn.weights.items()}
    flipped = Step(turned, drawn.xs[0], drawn.h0, replace(convention, update=other))
    assert gap(flipped.out, step_of(drawn).out) < LAW


@pytest.mark.parametrize("biases", ["0", "1", "2", "input+candidate"])
def test_reset_before_and_after_agree_while_the_reset_gate_is_open(biases, draw, gap):
    drawn = draw(Convention(reset="before", biases=biases))
    is_open = {**EQUATIONS, "reset": lambda s: np.ones_like(s.h)}
    before, after = (
        Step(drawn.weights, drawn.xs[0], drawn.h0, Convention(reset=reset), is_open).out
        for reset in ("before", "after")
    )
    assert gap(before, after) < 1e-15
    assert gap(step_of(drawn).out, before) > 1e-3


@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_rows_of_the_batch_do_not_meet(convention, draw, gap, seed):
    drawn = draw(convention, seed)
    whole = step_of(drawn).out
    alone = step_of(drawn, x=drawn.xs[0, 1:], h=drawn.h0[1:]).out
    assert gap(alone, whole[1:]) < LAW


@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_units_may_be_renumbered(convention, draw, gap, seed):
    drawn = draw(convention, seed)
    order = np.random.default_rng(seed).permutation(5)
    renumbered = {
        name: block[order][:, order] if name.startswith("U") else block[..., order]
        for name, block in drawn.weights.items()
    }
    moved = step_of(drawn, weights=renumbered, h=drawn.h0[:, order]).out
    assert gap(moved, step_of(drawn).out[:, order]) < LAW


def test_a_replaced_equation_is_used(draw):
    drawn = draw(Convention())
    altered = {**EQUATIONS, "update": lambda s: np.ones_like(s.h)}
    assert np.array_equal(step_of(drawn, equations=altered).out, drawn.h0)


def test_unknowns_become_the_commonest_reading():
    unknown = Convention(update=None, reset=None, biases=None)
    assert (healthy(unknown).update, healthy(unknown).reset) == ("keeps", "before")
    known = Convention(update="writes", reset="after")
    assert healthy(known) == known
