"""The backward pass of one step: complex step, torch, and the laws of a linear map."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gru_doctor.equations.activations import CANDIDATE_ACTIVATIONS, GATE_ACTIVATIONS
from gru_doctor.equations.backward import DH_PATHS, DX_PATHS, RULES, VALUES, backward
from gru_doctor.equations.gru import EQUATIONS, Step
from gru_doctor.records import Convention

TOLERANCE = 1e-14
LAW = 1e-12  # on any seed: sums may cancel
SEEDS = st.integers(0, 2**32 - 1)


def step_of(drawn):
    return Step(drawn.weights, drawn.xs[0], drawn.h0, drawn.convention)


def assert_true_gradient(drawn, gap, complex_step):
    s, dout = step_of(drawn), drawn.cotangents[0]

    def loss(weights=s.weights, x=s.x, h=s.h):
        return (dout * Step(weights, x, h, s.convention).out).sum()

    found = backward(s, dout)
    assert gap(found.dx_total, complex_step(lambda x: loss(x=x), s.x)) < TOLERANCE
    assert gap(found.dh_total, complex_step(lambda h: loss(h=h), s.h)) < TOLERANCE
    assert found.weights.keys() == s.weights.keys()
    for name, block in s.weights.items():
        true = complex_step(lambda w, name=name: loss(weights={**s.weights, name: w}), block)
        assert gap(found.weights[name], true) < TOLERANCE, name


def test_agrees_with_complex_step(convention, draw, gap, complex_step):
    assert_true_gradient(draw(convention), gap, complex_step)


@pytest.mark.parametrize("reset", ["before", "after"])
@pytest.mark.parametrize("gate", GATE_ACTIVATIONS)
@pytest.mark.parametrize("candidate", CANDIDATE_ACTIVATIONS)
def test_agrees_with_complex_step_for_every_activation(gate, candidate, reset, draw, gap, complex_step):
    convention = Convention(reset=reset, biases="2", gate_activation=gate, candidate_activation=candidate)
    assert_true_gradient(draw(convention, seed=1), gap, complex_step)


# For each path into h, an equation in which h no longer moves along it: s is the step where it
# stands still, m the one that moves. r and r * h reach the output through n alone.
FROZEN = {
    "direct": ("blend", lambda s, m: m.keep * s.h + (1 - m.keep) * m.n, ("direct",)),
    "update": ("update", lambda s, m: s.z, ("update",)),
    "reset": ("reset", lambda s, m: s.r, ("reset",)),
    "candidate": ("candidate", lambda s, m: s.n, ("candidate", "reset")),
}


@pytest.mark.parametrize("path", FROZEN)
def test_a_path_is_what_is_lost_when_its_equation_stands_still(path, convention, draw, gap, complex_step):
    drawn = draw(convention)
    s, dout = step_of(drawn), drawn.cotangents[0]
    name, still, lost = FROZEN[path]
    equations = {**EQUATIONS, name: lambda m: still(s, m)}
    left = complex_step(lambda h: (dout * Step(s.weights, s.x, h, s.convention, equations).out).sum(), s.h)
    found = backward(s, dout).dh
    assert gap(sum(found[name] for name in found if name not in lost), left) < TOLERANCE


@pytest.mark.parametrize("reset", ["before", "after"])
def test_intermediates_are_the_derivatives_their_names_say(reset, draw, gap, complex_step):
    drawn = draw(Convention(reset=reset, biases="2"))
    s, dout = step_of(drawn), drawn.cotangents[0]
    found = backward(s, dout).values

    def loss_at(equation, value):
        altered = {**EQUATIONS, equation: lambda m: value}
        return (dout * Step(s.weights, s.x, s.h, s.convention, altered).out).sum()

    for letter, equation in {"z": "update", "r": "reset", "n": "candidate"}.items():
        true = complex_step(lambda v, e=equation: loss_at(e, v), getattr(s, letter))
        assert gap(found[f"d{letter}"], true) < TOLERANCE
        assert gap(found[f"da_{letter}"], true * found[f"slope_{letter}"]) < TOLERANCE
    assert list(found) == list(VALUES)


def test_the_cotangent_of_r_times_h_is_named(draw, gap, complex_step):
    drawn = draw(Convention(reset="before", biases="2"))
    s, dout = step_of(drawn), drawn.cotangents[0]

    def loss(product):
        n = np.tanh(s.input("n") + s.recurrent("n", product))
        return (dout * (s.keep * s.h + (1 - s.keep) * n)).sum()

    assert gap(backward(s, dout).values["do"], complex_step(loss, s.r * s.h)) < TOLERANCE


def test_the_cotangent_of_the_recurrent_product_is_named(draw, gap, complex_step):
    drawn = draw(Convention(reset="after", biases="2"))
    s, dout = step_of(drawn), drawn.cotangents[0]

    def loss(product):
        n = np.tanh(s.input("n") + s.r * product)
        return (dout * (s.keep * s.h + (1 - s.keep) * n)).sum()

    true = complex_step(loss, s.recurrent("n"))
    assert gap(backward(s, dout).values["dm"], true) < TOLERANCE


def test_agrees_with_torch_autograd(draw, gap, given_to, weights_gap):
    torch = pytest.importorskip("torch")
    drawn = draw(Convention(update="keeps", reset="after", biases="2"))
    cell = given_to(torch.nn.GRUCell(3, 5, dtype=torch.float64), drawn.weights)
    x, h = (torch.tensor(a, requires_grad=True) for a in (drawn.xs[0], drawn.h0))
    (torch.tensor(drawn.cotangents[0]) * cell(x, h)).sum().backward()
    found = backward(step_of(drawn), drawn.cotangents[0])
    assert gap(found.dx_total, x.grad) < TOLERANCE
    assert gap(found.dh_total, h.grad) < TOLERANCE
    assert weights_gap(found.weights, cell) < TOLERANCE


@given(seed=SEEDS, a=st.floats(-3, 3), b=st.floats(-3, 3))
@settings(max_examples=10, deadline=None)
def test_linear_in_the_cotangent(convention, draw, seed, a, b):
    drawn = draw(convention, seed)
    s, (u, v) = step_of(drawn), drawn.cotangents[:2]
    whole, one, other = (backward(s, d) for d in (a * u + b * v, u, v))
    for kind in ("dh", "dx", "weights"):
        for name, value in getattr(whole, kind).items():
            expected = a * getattr(one, kind)[name] + b * getattr(other, kind)[name]
            assert np.allclose(value, expected, rtol=1e-12, atol=1e-12), (kind, name)


@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_the_total_is_the_sum_of_its_paths(convention, draw, gap, seed):
    found = backward(step_of(draw(convention, seed)), draw(convention, seed).cotangents[0])
    assert set(found.dh) == {"direct", "candidate", "update", "reset"}
    assert set(found.dx) == {"update", "reset", "candidate"}
    assert gap(found.dh_total, sum(found.dh.values())) == 0
    assert gap(found.dx_total, sum(found.dx.values())) == 0


@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_parameters_sum_over_the_batch(convention, draw, gap, seed):
    drawn = draw(convention, seed)
    whole = backward(step_of(drawn), drawn.cotangents[0])
    rows = [
        backward(
            Step(drawn.weights, drawn.xs[0, [b]], drawn.h0[[b]], convention),
            drawn.cotangents[0, [b]],
        )
        for b in range(2)
    ]
    for name, value in whole.weights.items():
        size = max(np.abs(row.weights[name]).max() for row in rows)
        assert np.abs(value - sum(row.weights[name] for row in rows)).max() <= LAW * size
    assert gap(whole.dh_total, np.concatenate([row.dh_total for row in rows])) < LAW


def test_both_polarities_agree_once_the_gate_is_turned_over(draw, gap):
    keeps = draw(Convention(update="keeps", reset="after", biases="2"))
    turned = {k: -v if k.endswith("_z") else v for k, v in keeps.weights.items()}
    writes = replace(keeps.convention, update="writes")
    one = backward(step_of(keeps), keeps.cotangents[0])
    other = backward(Step(turned, keeps.xs[0], keeps.h0, writes), keeps.cotangents[0])
    assert gap(one.dh_total, other.dh_total) < TOLERANCE
    assert gap(one.dx["update"], other.dx["update"]) < TOLERANCE
    assert gap(one.weights["U_z"], -other.weights["U_z"]) < TOLERANCE


def test_an_absent_block_carries_no_gradient(draw):
    drawn = draw(Convention(reset="after", biases="2"))
    weights = {k: v for k, v in drawn.weights.items() if k not in ("U_n", "W_r")}
    found = backward(Step(weights, drawn.xs[0], drawn.h0, drawn.convention), drawn.cotangents[0])
    assert found.weights.keys() == weights.keys()
    assert not found.dh["candidate"].any() and not found.dx["reset"].any()
    assert found.dh["candidate"].shape == (2, 5) and found.dx["reset"].shape == (2, 3)


@pytest.mark.parametrize("name", [*VALUES, *DH_PATHS, *DX_PATHS, "dU_n", "db_z", "dc_n"])
def test_a_replaced_rule_is_seen(name, draw):
    drawn = draw(Convention(reset="after", biases="2"))
    s, dout = step_of(drawn), drawn.cotangents[0]
    broken = backward(s, dout, {**RULES, name: lambda b: -2 * RULES[name](b)})
    whole = backward(s, dout)
    kept = [
        np.array_equal(getattr(broken, kind)[k], v)
        for kind in ("values", "dh", "dx", "weights")
        for k, v in getattr(whole, kind).items()
    ]
    # with reset after, `do` feeds the candidate's path into dh and nothing else
    assert not all(kept)
    if name.startswith(("dh.", "dx.", "dU", "db", "dc_")):
        assert kept.count(False) == 1
