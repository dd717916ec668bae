"""What a right step computes is known whatever its layout; what it does not compute is not."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.diagnosis.locating.vocabulary import Vocabulary, candidate_words, packed_words, sums, words
from gru_doctor.equations.gru import Step
from gru_doctor.records import Convention
from tests.reference import CONVENTIONS, D, H, arranged


def step_of(convention, seed=0):
    rng = np.random.default_rng(seed)
    arrays = arranged(convention.biases)
    weights = {n: rng.uniform(-0.8, 0.8, shape) for n, shape in arrays.shapes.items()}
    return Step(weights, rng.uniform(-1, 1, (2, D)), rng.uniform(-1, 1, (2, H)), convention)


def vocabulary(step):
    return Vocabulary(list(words(step)))


@pytest.mark.parametrize("convention", CONVENTIONS, ids=lambda c: f"{c.update}-{c.reset}-{c.biases}")
def test_every_value_of_a_right_step_is_known(convention):
    s = step_of(convention)
    known = vocabulary(s)
    inside = s.r * s.recurrent("n") if s.convention.reset == "after" else s.recurrent("n", s.r * s.h)
    for value in (s.z, s.r, s.n, s.out, s.input("z") + s.recurrent("z"), inside + s.input("n"), s.input("r")):
        assert value in known
        assert value.T in known and -value in known and value[:, 2:5] in known
        assert np.concatenate([value, s.z], axis=1) in known
    assert 1 - s.z in known and s.z * (s.h - s.n) in known


@pytest.mark.parametrize("convention", CONVENTIONS, ids=lambda c: f"{c.update}-{c.reset}-{c.biases}")
def test_wrong_values_are_not_known(convention):
    s = step_of(convention)
    known = vocabulary(s)
    tied = (s.z * s.h) @ s.weights["U_n"] if convention.reset == "before" else s.z * s.recurrent("n")
    for value in (s.z * s.z, tied, s.h + s.n, s.h @ s.weights["U_z"].T, s.r * s.n, 2 * s.z):
        assert value not in known


def test_the_other_place_of_the_reset_is_not_known():
    for reset, other in (("before", "after"), ("after", "before")):
        s = step_of(Convention(reset=reset, biases="2"))
        wrong = Step(s.weights, s.x, s.h, Convention(reset=other, biases="2"))
        assert wrong.n not in vocabulary(s)
        assert all(np.ndim(w) == 0 or w in vocabulary(s) for w in candidate_words(s))


def test_one_unknown_element_makes_the_whole_unknown():
    s = step_of(Convention())
    spoiled = s.z.copy()
    spoiled[1, 3] *= 1 + 1e-6
    assert spoiled not in vocabulary(s)
    assert s.z * (1 + 1e-13) in vocabulary(s)


def test_plain_numbers_count_only_as_whole_arrays():
    known = vocabulary(step_of(Convention()))
    for plain in (0.0, 1.0, 0.5, 2.0, -1.0):
        assert np.full((2, H), plain) in known
    assert np.array([0.0, 0.123456789]) not in known
    assert np.zeros((0, 3)) in known


def test_nan_is_never_known():
    assert np.array([np.nan]) not in Vocabulary([np.array([np.nan, 1.5])])


def test_inf_is_never_known():
    assert np.array([np.inf]) not in Vocabulary([np.array([np.inf, 1.5])])


def test_an_empty_vocabulary_knows_nothing():
    assert np.array([0.3]) not in Vocabulary([])


def test_what_a_fused_product_computes_beside_is_apart():
    s = step_of(Convention(biases="2"))
    fused = s.h @ s.weights["U_n"] + s.weights["c_n"]
    assert fused not in vocabulary(s)
    assert fused in Vocabulary(list(packed_words(s)))


def test_sums_are_those_of_all_subsets():
    terms = [np.array([1.0, 2.0]), np.array([[10.0, 20.0]]), 0.0]
    found = [np.asarray(total).ravel().tolist() for total in sums(terms)]
    assert found == [[1.0, 2.0], [10.0, 20.0], [11.0, 22.0]]
