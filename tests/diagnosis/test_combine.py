"""The search for one or two alterations: complete, and without false hits."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from gru_doctor.checks.probe import probed
from gru_doctor.diagnosis.combine import Bench, pairs, singles
from gru_doctor.diagnosis.naming import applicable
from gru_doctor.equations.gru import EQUATIONS
from gru_doctor.records import Convention, Options
from tests.reference import reference

CONVENTION = Convention(biases="2")
CHOICES = applicable(CONVENTION)
LIMIT = 1e-12


def alteration(code, yours):
    return next(c for c in CHOICES if c[0].code == code and c[1].yours == yours)


def bench_of(*chosen, convention=CONVENTION):
    """A cell with these alterations planted."""
    equations = dict(EQUATIONS)
    for _, altered in chosen:
        equations |= altered.equations
    subject = reference(convention, equations=equations)
    full = probed(subject, Options(), np.random.default_rng(0))
    return Bench(subject.arrays.reading, convention, full, LIMIT)


RESET = alteration("GRU114", "n = tanh(x W_n + h U_n + b_n)")
SUM = alteration("GRU117", "h' = z ⊙ h + n")
SCALED = next(c for c in CHOICES if c[0].code == "GRU128" and c[1].gate == "update")
CROSSED = next(c for c in CHOICES if c[0].code == "GRU110" and c[1].gate == "reset")


@pytest.mark.parametrize("choice", [RESET, SUM, SCALED, CROSSED], ids=lambda c: c[0].code)
def test_one_alteration_is_found(choice):
    found = list(singles(bench_of(choice), CHOICES))
    assert (choice,) in found
    assert all(len(chosen) == 1 for chosen in found)


def test_nothing_alters_a_right_cell_to_itself():
    assert list(singles(bench_of(), CHOICES)) == []


def test_one_alteration_is_not_told_for_another():
    assert list(singles(bench_of(SUM), [RESET, SCALED, CROSSED])) == []


@pytest.mark.parametrize(
    "planted",
    [pair for pair in combinations([RESET, SUM, SCALED, CROSSED], 2) if pair != (RESET, CROSSED)],
    ids=lambda pair: "+".join(c[0].code for c in pair),
)
def test_two_alterations_are_found(planted):
    few = CHOICES[::7] + [c for c in (RESET, SUM, SCALED, CROSSED) if c not in CHOICES[::7]]
    found = [set(map(id, chosen)) for chosen in pairs(bench_of(*planted), few)]
    assert set(map(id, planted)) in found
    assert list(singles(bench_of(*planted), CHOICES)) == []


def test_without_a_reset_what_makes_it_cannot_be_seen():
    assert list(singles(bench_of(RESET, CROSSED), CHOICES)) == list(singles(bench_of(RESET), CHOICES))


@pytest.mark.parametrize(
    "equation", [lambda s: s.weights["c_z"] * s.h, lambda s: s.h[:, :3]], ids=["no block", "no state"]
)
def test_what_asks_for_a_block_that_is_not_there_is_passed_over(equation):
    fault, altered = SUM
    impossible = (fault, replace(altered, equations={"blend": equation}))
    bench = bench_of(RESET, SUM, convention=Convention(biases="1"))
    found = [set(map(id, chosen)) for chosen in pairs(bench, [RESET, impossible, SUM])]
    assert found == [{id(RESET), id(SUM)}]
