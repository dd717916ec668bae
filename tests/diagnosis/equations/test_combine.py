"""The search for one or two alterations: complete, and without false hits."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from gru_doctor.checks.probe import last_step, probed
from gru_doctor.diagnosis.equations.combine import pairs, singles
from gru_doctor.diagnosis.equations.naming import applicable
from gru_doctor.diagnosis.equations.tried import Bench, Gates, Tried
from gru_doctor.equations.gru import EQUATIONS
from gru_doctor.records import Convention, Options
from tests.reference import reference

CONVENTION = Convention(biases="2")
CHOICES = applicable(CONVENTION)
LIMIT = 1e-12


def alteration(code, yours):
    return next(c for c in CHOICES if c[0].code == code and c[1].yours == yours)


def tried_of(*chosen, among=CHOICES, convention=CONVENTION):
    """What each of some alterations gives on a cell with these planted."""
    equations = dict(EQUATIONS)
    for _, altered in chosen:
        equations |= altered.equations
    subject = reference(convention, equations=equations)
    full = probed(subject, Options(), np.random.default_rng(0))
    bench = Bench(subject.arrays.reading, full, LIMIT)
    return Tried(Gates(bench, convention, among), convention, among)


RESET = alteration("GRU114", "n = tanh(x W_n + h U_n + b_n)")
SUM = alteration("GRU117", "h' = z ⊙ h + n")
SCALED = next(c for c in CHOICES if c[0].code == "GRU128" and c[1].gate == "update")
CROSSED = next(c for c in CHOICES if c[0].code == "GRU110" and c[1].gate == "reset")


@pytest.mark.parametrize("choice", [RESET, SUM, SCALED, CROSSED], ids=lambda c: c[0].code)
def test_one_alteration_is_found(choice):
    found = list(singles(tried_of(choice)))
    assert (choice,) in found
    assert all(len(chosen) == 1 for chosen in found)


@pytest.mark.parametrize("returned", [True, False], ids=["states", "last state alone"])
def test_one_alteration_is_found_where_no_state_can_be_given(returned):
    subject = reference(CONVENTION, equations={**EQUATIONS, **SUM[1].equations}, takes_state=False)
    full = probed(subject, Options(), np.random.default_rng(0), steps=3)
    if not returned:
        full = replace(full, run=replace(full.run, outputs=None))
    bench = Bench(subject.arrays.reading, last_step(full), LIMIT)
    among = [RESET, SUM, SCALED, CROSSED]
    assert list(singles(Tried(Gates(bench, CONVENTION, among), CONVENTION, among))) == [(SUM,)]


def test_nothing_alters_a_right_cell_to_itself():
    assert list(singles(tried_of())) == []


def test_one_alteration_is_not_told_for_another():
    assert list(singles(tried_of(SUM, among=[RESET, SCALED, CROSSED]))) == []


@pytest.mark.parametrize(
    "planted",
    [pair for pair in combinations([RESET, SUM, SCALED, CROSSED], 2) if pair != (RESET, CROSSED)],
    ids=lambda pair: "+".join(c[0].code for c in pair),
)
def test_two_alterations_are_found(planted):
    few = CHOICES[::7] + [c for c in (RESET, SUM, SCALED, CROSSED) if c not in CHOICES[::7]]
    found = [set(map(id, chosen)) for chosen in pairs(tried_of(*planted, among=few))]
    assert set(map(id, planted)) in found
    assert list(singles(tried_of(*planted))) == []


def test_without_a_reset_what_makes_it_cannot_be_seen():
    assert list(singles(tried_of(RESET, CROSSED))) == list(singles(tried_of(RESET)))


@pytest.mark.parametrize(
    "equation", [lambda s: s.weights["c_z"] * s.h, lambda s: s.h[:, :3]], ids=["no block", "no state"]
)
def test_what_asks_for_a_block_that_is_not_there_is_passed_over(equation):
    fault, altered = SUM
    impossible = (fault, replace(altered, equations={"blend": equation}))
    tried = tried_of(RESET, SUM, among=[RESET, impossible, SUM], convention=Convention(biases="1"))
    found = [set(map(id, chosen)) for chosen in pairs(tried)]
    assert found == [{id(RESET), id(SUM)}]


READS_RESET = next(c for c in CHOICES if c[0].code == "GRU115" and list(c[1].equations) == ["update"])


def test_a_gate_that_reads_another_altered_gate_is_seen_with_it():
    tried = tried_of(READS_RESET, CROSSED, among=[READS_RESET, CROSSED, RESET])
    assert list(pairs(tried)) == [(READS_RESET, CROSSED)]


def test_every_alteration_alone_is_found_as_it_is_evaluated_alone():
    for choice in CHOICES[::15]:
        assert (choice,) in list(singles(tried_of(choice))), choice[1].yours


def test_what_is_asked_for_says_what_an_equation_depends_on():
    candidate = tried_of().gates.candidate
    assert candidate.reads[candidate.choices.index(RESET)] == frozenset()
    assert all(candidate.reads[k] & {"z", "n"} for k in candidate.asking("zn"))
    assert set(candidate.asking("r")).isdisjoint(candidate.blind("r"))


def test_gates_evaluated_under_one_polarity_serve_the_other():
    writes = replace(CONVENTION, update="writes")
    tried = tried_of(RESET, convention=writes)
    shared = Tried(Gates(tried.bench, CONVENTION, applicable(CONVENTION)), writes, applicable(writes))
    assert RESET in [row[0] for row in singles(shared)]
