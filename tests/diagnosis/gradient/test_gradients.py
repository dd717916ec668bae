"""Naming gradient faults: each planted one by its own class, none in a right backward pass."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gru_doctor.diagnosis.gradient.gradient_trial import Observed, Seen, Truth, predicted
from gru_doctor.diagnosis.gradient.gradients import name_gradient, slips
from gru_doctor.equations.chain import Chain, through
from gru_doctor.records import Convention

BIASES = {"0": "", "1": "b", "2": "bc"}
CONVENTIONS = [
    Convention(update=update, reset=reset, biases=biases)
    for update in ("keeps", "writes")
    for reset in ("before", "after")
    for biases in BIASES
]
PLAIN = Convention(biases="2")
EACH = 2
"""How many wrong passes of a fault are planted, spread over its list."""


def truth_of(convention: Convention, seed: int = 0, batch: int = 2) -> Truth:
    rng = np.random.default_rng(seed)
    rows = {"W": (3,), "U": (7,)}
    names = [f"{kind}_{g}" for kind in "WU" + BIASES[convention.biases] for g in "zrn"]
    weights = {n: rng.normal(scale=0.6, size=(*rows.get(n[0], ()), 7)) for n in names}

    def chain(steps: int) -> Chain:
        sizes = [(steps, batch, 3), (batch, 7), (steps, batch, 7)]
        return Chain(weights, convention, *(rng.normal(size=size) for size in sizes))

    return Truth(chain(1), chain(4))


def seen(made):
    weights = {name[1:]: a for name, a in made.items() if name not in ("dx", "dh0")}
    return Seen(made.get("dx"), made.get("dh0"), weights)


def observe(truth, *planted):
    return Observed(seen(predicted(truth.short, planted)), seen(predicted(truth.long, planted)))


def changed(observed, name, change):
    """The same observation with one block changed in both runs."""
    runs = (observed.short, observed.long)
    short, long = (replace(r, weights={**r.weights, name: change(r.weights[name])}) for r in runs)
    return Observed(short, long)


def slip(code, yours):
    return next(pair for pair in slips() if pair[0].code == code and pair[1].yours == yours)


def sample():
    by_code = {}
    for pair in slips():
        by_code.setdefault(pair[0].code, []).append(pair)
    return [p for own in by_code.values() for p in own[:: max(len(own) // EACH, 1)][:EACH]]


@pytest.mark.parametrize("convention", CONVENTIONS, ids=lambda c: f"{c.update}-{c.reset}-{c.biases}")
def test_a_right_gradient_has_no_fault(convention):
    for seed in range(20):
        truth = truth_of(convention, seed)
        assert name_gradient(observe(truth), truth) == []


def test_rounding_is_no_fault():
    truth = truth_of(PLAIN)
    rng = np.random.default_rng(1)
    noisy = changed(observe(truth), "U_z", lambda a: a * (1 + 1e-13 * rng.normal(size=a.shape)))
    assert name_gradient(noisy, truth) == []


@pytest.mark.parametrize("pair", sample(), ids=lambda pair: f"{pair[0].code}: {pair[1].yours[:40]}")
def test_a_planted_fault_is_named_by_its_class(pair):
    for convention in (PLAIN, Convention(update="writes", reset="after", biases="2")):
        truth = truth_of(convention)
        observed = observe(truth, pair)
        guesses = name_gradient(observed, truth)
        if not guesses:  # without effect under this convention: nothing to be named
            assert name_gradient(observe(truth_of(PLAIN), pair), truth_of(PLAIN))
            continue
        (guess,) = guesses
        assert pair[0].code in (guess.code, *guess.also)
        assert pair[1] in guess.alternatives
        assert guess.error > 1e-4 and guess.error_if_repaired < 1e-10


def test_the_first_code_of_a_class_is_named():
    truth = truth_of(PLAIN)
    (guess,) = name_gradient(observe(truth, slip("GRU220", "db_n is averaged over the batch")), truth)
    assert guess.code == "GRU212" and "GRU220" in guess.also
    assert guess.block == "db_n" and guess.factor == pytest.approx(0.5)


def test_a_batch_of_five_tells_the_mean_from_the_half():
    truth = truth_of(PLAIN, batch=5)
    (guess,) = name_gradient(observe(truth, slip("GRU212", "dU_z is multiplied by 1/B")), truth)
    assert guess.factor == pytest.approx(0.2)
    assert all("1/2" not in other.yours for other in guess.alternatives)


def test_what_is_not_returned_is_not_compared():
    truth = truth_of(PLAIN)
    observed = observe(truth, slip("GRU210", "dh lacks da_r U_rᵀ"))
    short = replace(observed.short, dx=None, weights={})
    (guess,) = name_gradient(Observed(short, None), truth)
    assert guess.code == "GRU210" and guess.block == "dh.reset"
    assert name_gradient(Observed(replace(short, dh0=None), None), truth) == []


def test_a_fault_over_time_needs_the_longer_run():
    truth = truth_of(PLAIN)
    observed = observe(truth, slip("GRU216", "dh = dout[t] at each step back"))
    (guess,) = name_gradient(observed, truth)
    assert guess.code == "GRU216" and {"GRU218", "GRU309"} <= set(guess.also)
    assert name_gradient(Observed(observed.short, None), truth) == []


PAIRS = [
    (("GRU211", "dz = dh' ⊙ (n − h)"), ("GRU210", "dh lacks dh' ⊙ z")),
    (("GRU214", "da_n = dn ⊙ (1 − n)"), ("GRU219", "dU_z is transposed")),
    (("GRU215", "dr = do ⊙ r"), ("GRU213", "dx += da_z W_zᵀ, twice")),
    (("GRU210", "dx lacks da_r W_rᵀ"), ("GRU216", "dU_n holds the share of the last step only")),
]


@pytest.mark.parametrize("planted", PAIRS, ids=lambda p: f"{p[0][0]} and {p[1][0]}")
def test_two_faults_at_once(planted):
    truth = truth_of(PLAIN)
    guesses = name_gradient(observe(truth, *(slip(*one) for one in planted)), truth)
    assert len(guesses) == 2
    for code, yours in planted:
        own = [g for g in guesses if yours in (s.yours for s in g.alternatives)]
        assert len(own) == 1 and code in (own[0].code, *own[0].also)


def test_an_odd_factor_is_fitted():
    truth = truth_of(PLAIN)
    (guess,) = name_gradient(changed(observe(truth), "U_r", lambda a: 0.37 * a), truth)
    assert guess.code == "GRU212" and guess.proven
    assert guess.block == "dU_r" and guess.factor == pytest.approx(0.37)


def test_coefficients_of_paths_are_fitted():
    truth = truth_of(PLAIN)
    observed = observe(truth)
    paths = {"update": 2.0, "reset": -1.0, "candidate": 0.3}
    step = through(truth.short).steps[0]
    dx = sum(paths[name] * a for name, a in step.dx.items())
    short = replace(observed.short, dx=dx[None])
    guesses = name_gradient(Observed(short, None), truth)
    assert {g.code: g.block for g in guesses} == {
        "GRU211": "dx.reset",
        "GRU212": "dx.candidate",
        "GRU213": "dx.update",
    }
    found = {name: c for g in guesses for name, c in g.coefficients.items()}
    assert found == pytest.approx({f"dx.{name}": c for name, c in paths.items()})


def test_steps_that_count_otherwise_are_fitted():
    truth = truth_of(PLAIN)
    observed = observe(truth)
    shares = [step.weights["W_z"] for step in through(truth.long).steps]
    odd = shares[0] + 3 * shares[1] + shares[3]
    long = replace(observed.long, weights={**observed.long.weights, "W_z": odd})
    (guess,) = name_gradient(Observed(observed.short, long), truth)
    assert guess.code == "GRU216" and guess.block == "dW_z"
    assert guess.coefficients == pytest.approx({"dW_z, t = 1": 3.0, "dW_z, t = 2": 0.0})


def test_what_nothing_explains_is_named_by_its_first_block():
    truth = truth_of(PLAIN)
    observed = changed(observe(truth), "W_z", np.sin)
    (guess,) = name_gradient(changed(observed, "U_r", np.sin), truth)
    assert guess.code == "GRU201" and guess.block == "dU_r" and not guess.proven


def test_one_wrong_entry_and_nan_are_not_passed_over():
    truth = truth_of(PLAIN)

    def spoil(value):
        def change(a):
            made = a.copy()
            made[0, 0] = value(made[0, 0])
            return made

        return change

    for value in (lambda e: e * (1 + 1e-6), lambda e: np.nan):
        (guess,) = name_gradient(changed(observe(truth), "U_n", spoil(value)), truth)
        assert guess.code == "GRU201" and guess.block == "dU_n"
