"""The gates one by one: what is altered is off, what is not stays right."""

from __future__ import annotations

import pytest

from gru_doctor.checks.gates import compare_gates
from gru_doctor.checks.identifying.convention import identify
from gru_doctor.equations.gru import EQUATIONS
from gru_doctor.equations.reading import Identity
from gru_doctor.explained import Explained
from gru_doctor.records import Convention, Options
from tests.reference import CONVENTIONS, reference

LIMIT = 1e-12


def compared(subject, convention):
    """The evidence under the convention and the reading that were meant."""
    return compare_gates(subject, meant(Identity(convention, subject.arrays.reading, 0.0)), Options())


def meant(identity):
    return Explained(identity, (), True, EQUATIONS)


def altered(name, change):
    return {**EQUATIONS, name: lambda s: change(EQUATIONS[name](s))}


@pytest.mark.parametrize("convention", CONVENTIONS, ids=lambda c: f"{c.update}-{c.reset}-{c.biases}")
def test_every_equation_of_a_right_cell_passes(convention):
    found = compared(reference(convention, "packed"), convention)
    assert found.status == "pass" and found.max_error < LIMIT
    assert set(found.parts) == {"update", "reset", "candidate", "blend"}


def test_what_was_identified_can_be_compared():
    subject = reference(Convention(reset="after", biases="2"), "packed", "rzn")
    found = compare_gates(subject, meant(identify(subject, Options()).best), Options())
    assert found.status == "pass" and found.tolerance == LIMIT


@pytest.mark.parametrize(
    ("name", "off", "right"),
    [
        ("update", {"update", "blend"}, {"reset", "candidate"}),
        ("reset", {"reset", "blend"}, {"update", "candidate"}),
        ("candidate", {"candidate", "reset", "blend"}, {"update"}),
    ],
)
def test_the_altered_equation_is_off_and_the_others_are_not(name, off, right):
    # σ and tanh keep their value at 0, so that a gate at rest is as it should be.
    rest = 0.0 if name == "candidate" else 0.5
    equations = altered(name, lambda a: rest + 0.9 * (a - rest))
    found = compared(reference(equations=equations), Convention())
    assert found.status == "fail"
    assert {n for n, e in found.parts.items() if e > LIMIT} == off
    assert all(n in found.detail for n in right)


def test_a_wrong_blend_spoils_them_all():
    found = compared(reference(equations=altered("blend", lambda a: 1.1 * a)), Convention())
    assert found.status == "fail" and min(found.parts.values()) > 1e-2
    assert found.detail == "no equation agrees by itself"


def test_a_small_error_is_seen():
    found = compared(reference(equations=altered("reset", lambda a: a * (1 + 1e-9))), Convention())
    assert found.status == "fail" and 1e-12 < found.max_error < 1e-8


def test_nan_is_a_failure():
    found = compared(reference(equations=altered("blend", lambda a: a * float("nan"))), Convention())
    assert found.status == "fail"


def test_a_cell_without_a_state_is_compared_over_three_steps():
    seen = []
    subject = reference(takes_state=False)
    plain = subject.run
    subject.run = lambda call: seen.append(len(call.xs)) or plain(call)
    assert compared(subject, Convention()).status == "pass"
    assert set(seen) == {3}


def test_a_variant_is_compared_with_its_own_equations():
    variant = {**EQUATIONS, "reset": lambda s: s.z}
    subject = reference(equations=variant)
    identity = Identity(Convention(variant="MGU"), subject.arrays.reading, 0.0)
    assert compare_gates(subject, Explained(identity, (), True, variant), Options()).status == "pass"
    plain = Identity(Convention(), subject.arrays.reading, 0.0)
    assert compare_gates(subject, Explained(plain, (), True, variant), Options()).status == "fail"


@pytest.mark.parametrize("kind", ["lstm", "other"])
def test_what_has_no_reference_is_left_out(kind):
    subject = reference()
    identity = Identity(Convention(), subject.arrays.reading, 0.0)
    found = compare_gates(subject, meant(identity), Options(), kind)
    assert found.status == "skipped" and kind in found.detail
