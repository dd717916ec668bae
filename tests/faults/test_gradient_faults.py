"""The 2xx faults: every wrong backward pass is wrong, by as much as it says, and explains itself."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from gru_doctor.diagnosis.gradient.coefficients import proportion
from gru_doctor.diagnosis.gradient.gradient_trial import predicted
from gru_doctor.diagnosis.gradient.gradients import slips
from gru_doctor.equations.backward import RULES, Reverse
from gru_doctor.equations.chain import Chain, through, windows
from gru_doctor.equations.gru import Step
from gru_doctor.equations.misread import misread, other_convention
from gru_doctor.fault import faults
from gru_doctor.faults import HEADINGS, catalogue
from gru_doctor.records import Convention

NAMES = {
    "GRU201": "gradient-wrong",
    "GRU210": "missing-path",
    "GRU211": "gradient-sign",
    "GRU212": "gradient-scaled",
    "GRU213": "double-counted",
    "GRU214": "derivative-of-activation",
    "GRU215": "wrong-cached-value",
    "GRU216": "not-accumulated-over-time",
    "GRU217": "stale-gradient",
    "GRU218": "detached",
    "GRU219": "transposed-gradient",
    "GRU220": "not-summed-over-batch",
    "GRU221": "backward-missing",
}
OWN = {fault.code: fault for fault in faults() if fault.code[3] == "2"}
CONVENTIONS = [
    Convention(update=update, reset=reset, biases="2")
    for update in ("keeps", "writes")
    for reset in ("before", "after")
]


def chain_of(convention: Convention, steps: int = 3, seed: int = 0, batch: int = 2) -> Chain:
    rng = np.random.default_rng(seed)
    rows = {"W": (3,), "U": (7,)}
    names = [f"{kind}_{g}" for kind in "WUbc" for g in "zrn"]
    return Chain(
        {name: rng.normal(scale=0.6, size=(*rows.get(name[0], ()), 7)) for name in names},
        convention,
        rng.normal(size=(steps, batch, 3)),
        rng.normal(size=(batch, 7)),
        rng.normal(size=(steps, batch, 7)),
    )


def largest_gap(made, true):
    if any(made[name].shape != true[name].shape for name in true):
        return np.inf
    return max(np.abs(made[n] - true[n]).max() / np.abs(true[n]).max() for n in true)


def effects(convention):
    chain = chain_of(convention, steps=4)
    true = predicted(chain, ())
    return [largest_gap(predicted(chain, (pair,)), true) for pair in slips()]


@pytest.fixture(scope="module")
def effect():
    """How far each wrong pass is from the right one: (convention, slip)."""
    return np.array([effects(convention) for convention in (CONVENTIONS[0], CONVENTIONS[3])])


def shown(indices):
    return [(slips()[i][0].code, slips()[i][1].yours) for i in indices]


def test_codes_and_names():
    assert {code: fault.name for code, fault in OWN.items()} == NAMES


def test_every_fault_explains_itself():
    entries = {entry.code: entry for entry in catalogue() if entry.code in NAMES}
    assert {code: entry.name for code, entry in entries.items()} == NAMES
    for entry in entries.values():
        assert tuple(entry.sections) == HEADINGS
        assert all(text.strip() for text in entry.sections.values())


def test_every_wrong_pass_is_far_from_the_right_one_or_the_same(effect):
    between = (effect > 1e-12) & (effect < 1e-4)
    assert not shown(np.flatnonzero(between.any(axis=0)))


def test_every_wrong_pass_is_wrong_somewhere(effect):
    assert not shown(np.flatnonzero((effect < 1e-12).all(axis=0)))


def test_only_the_two_sides_of_the_candidate_depend_on_the_place_of_the_reset(effect):
    before, after = effect[0] > 1e-12, effect[1] > 1e-12
    odd = {code for code, _ in shown(np.flatnonzero(before != after))}
    assert odd == {"GRU215"}


def test_the_factor_stated_is_the_factor_found():
    chain = chain_of(CONVENTIONS[1], steps=1)
    step = Step(chain.weights, chain.xs[0], chain.h0, chain.convention)
    right = Reverse(step, chain.cotangents[0], RULES)
    stated = [slipped for _, slipped in slips() if slipped.factor is not None]
    assert len(stated) > 100
    for slipped in stated:
        wrong = Reverse(step, chain.cotangents[0], {**RULES, **slipped.rules})
        found = proportion(wrong[slipped.block], right[slipped.block])
        assert found == pytest.approx(slipped.factor, abs=1e-12), slipped.yours


@pytest.mark.parametrize(
    ("factor", "sizes"), [("1/B", {"batch": 5}), ("1/T", {"steps": 3}), ("2", {}), ("1/2", {})]
)
def test_scaled_gradients_have_the_factor_they_print(factor, sizes):
    chain = chain_of(CONVENTIONS[0], **sizes)
    number = {"1/B": 1 / 5, "1/T": 1 / 3, "2": 2.0, "1/2": 0.5}[factor]
    true = predicted(chain, ())
    scaled = [s for s in OWN["GRU212"].backward if s.yours == f"dU_r is multiplied by {factor}"]
    assert len(scaled) == 1
    made = predicted(chain, ((OWN["GRU212"], scaled[0]),))
    assert proportion(made["dU_r"], true["dU_r"]) == pytest.approx(number)
    assert all(np.array_equal(made[n], true[n]) for n in true if n != "dU_r")


def test_an_average_of_all_parameter_gradients_is_a_warning():
    kinds = {s.yours: s.severity for s in OWN["GRU212"].backward}
    assert kinds["every parameter gradient is multiplied by 1/B"] == "warning"
    assert kinds["every parameter gradient is multiplied by 1/T"] == "warning"
    assert kinds["every parameter gradient is multiplied by 2"] is None
    assert kinds["dU_r is multiplied by 1/B"] is None


def changed(rules, steps=1):
    chain = chain_of(CONVENTIONS[0], steps=steps)
    true, made = through(chain), through(chain, {**RULES, **rules})
    names = {n for n in true.weights if not np.allclose(true.weights[n], made.weights[n])}
    ends = {"dx": (true.xs, made.xs), "dh": (true.h0, made.h0)}
    return names | {name for name, (a, b) in ends.items() if not np.allclose(a, b)}


def rules_of(code, yours):
    return next(s.rules for s in OWN[code].backward if s.yours == yours)


def test_a_missing_path_changes_its_sum_alone_until_it_is_carried():
    rules = rules_of("GRU210", "dh lacks da_r U_rᵀ")
    assert changed(rules) == {"dh"}
    assert {"W_n", "U_z", "b_r", "dx", "dh"} <= changed(rules, steps=2)


def test_a_wrong_slope_changes_all_that_follows_and_nothing_else():
    rules = rules_of("GRU214", "da_z = dz ⊙ 1")
    assert changed(rules) == {"W_z", "U_z", "b_z", "c_z", "dx", "dh"}


def test_a_swapped_cache_is_swapped_once():
    swap = {"z": "r", "r": "z"}
    chain = chain_of(CONVENTIONS[0], steps=1)
    step = Step(chain.weights, chain.xs[0], chain.h0, chain.convention)
    wrong = Reverse(step, chain.cotangents[0], misread(RULES, swap))
    np.testing.assert_allclose(wrong["dn"], chain.cotangents[0] * (1 - step.r))
    np.testing.assert_allclose(wrong["dh.candidate"], wrong["do"] * step.z)
    np.testing.assert_allclose(wrong["da_z"], wrong["dz"] * step.r * (1 - step.r))


@pytest.mark.parametrize("convention", CONVENTIONS, ids=lambda c: f"{c.update}-{c.reset}")
def test_lines_of_the_other_polarity(convention):
    chain = chain_of(convention, steps=1)
    step = Step(chain.weights, chain.xs[0], chain.h0, convention)
    dout = chain.cotangents[0]
    wrong = Reverse(step, dout, {**RULES, **other_convention(RULES, reset=False)})
    np.testing.assert_allclose(wrong["dh.direct"], dout * (1 - step.keep))
    np.testing.assert_allclose(wrong["dn"], dout * step.keep)
    sign = 1 if convention.update == "writes" else -1
    np.testing.assert_allclose(wrong["difference"], sign * (step.h - step.n))


def test_parts_that_pass_nothing_on_add_up_to_less_than_the_whole():
    chain = chain_of(CONVENTIONS[0], steps=4)
    whole = through(chain)
    one = windows(chain, [(0, 4)], RULES)
    np.testing.assert_allclose(one.xs, whole.xs)
    np.testing.assert_allclose(one.weights["U_n"], whole.weights["U_n"])
    apart = windows(chain, [(0, 2), (2, 4)], RULES)
    np.testing.assert_allclose(apart.xs[2:], whole.xs[2:])
    assert np.abs(apart.xs[:2] - whole.xs[:2]).min() > 1e-6


def test_classes_of_equal_numbers():
    chain = chain_of(CONVENTIONS[1], steps=2)
    classes = defaultdict(set)
    for fault, slipped in slips():
        made = predicted(chain, ((fault, slipped),))
        key = np.concatenate([a.ravel() for a in made.values()]).astype(np.float32).tobytes()
        classes[key].add(fault.code)
    together = {frozenset(codes) for codes in classes.values()}
    assert {"GRU210", "GRU218"} in together  # a path cut is a path missing
    assert {"GRU212", "GRU213"} in together  # a block twice
    assert {"GRU212", "GRU220"} in together  # a mean over two samples
    assert any({"GRU216", "GRU218", "GRU309"} <= codes for codes in together)  # no carry
    assert len(classes) > 400
