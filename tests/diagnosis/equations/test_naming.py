"""Naming: planted alterations by their own code, healthy cells by none."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.checks.identifying.convention import identify
from gru_doctor.diagnosis.equations.naming import Hypothesis, applicable, explain, healthy, plausible
from gru_doctor.diagnosis.equations.readings import oddities
from gru_doctor.equations.gru import EQUATIONS
from gru_doctor.equations.variants import VARIANTS
from gru_doctor.fault import faults
from gru_doctor.records import Convention, Options
from tests.reference import CONVENTIONS, reference

OPTIONS = Options()
EACH = 2
"""How many alterations of a fault are planted, spread over its list."""
ASKED = [Convention(biases="2"), Convention(update="writes", reset="after", biases="2")]


BY_THE_RUN = {
    "GRU110-1", "GRU116-0", "GRU117-1", "GRU119-1", "GRU122-0", "GRU122-1", "GRU124-0", "GRU124-1",
    "GRU129-0",
}  # fmt: skip
"""Alterations that hide their blocks from the knock-outs: what the run of a file shows has to help, and so
they are planted in files."""

CELL = """
    import numpy as np

    def squash(a):
        return 1 / (1 + np.exp(-a))

    class Cell:
        def __init__(self, D, H):
            self.W, self.U = np.random.randn(D, 3 * H), np.random.randn(H, 3 * H)
            self.b, self.c = np.zeros(3 * H), np.zeros(3 * H)

        def step(self, x, h):
            U1, U2, U3 = np.split(self.U, 3, axis=1)
            c1, c2, c3 = np.split(self.c, 3)
            a1, a2, a3 = np.split(x @ self.W + self.b, 3, axis=-1)
            z = squash(a1 + h @ U1 + c1)
            r = squash(a2 + h @ U2 + c2)
            n = np.tanh(a3 + (r * h) @ U3 + c3)
            return z * h + (1 - z) * n
"""
JOINT = """
    import numpy as np

    class Cell:
        def __init__(self, D, H):
            self.Mz, self.Mr, self.Mn = (np.random.randn(D + H + 1, H) for _ in range(3))

        def gate(self, *parts, M):
            return 1 / (1 + np.exp(-np.hstack(parts) @ M))

        def step(self, x, h):
            one = np.ones((len(x), 1))
            z = self.gate(x, h, one, M=self.Mz)
            r = self.gate(x, h, one, M=self.Mr)
            n = np.tanh(np.hstack([x, r * h, one]) @ self.Mn)
            return z * h + (1 - z) * n
"""
PLANTED = [
    ("GRU110", CELL, "@ U3 + c3", "@ U1 + c1"),
    ("GRU116", CELL, "return 1 / (1 + np.exp(-a))", "return np.maximum(a, 0)"),
    ("GRU117", CELL, "z * h + (1 - z) * n", "(1 - r) * h + z * n"),
    ("GRU119", CELL, "            r = ", "            h = z * h\n            r = "),
    ("GRU122", CELL, "(r * h) @ U3", "(r * h).sum(-1, keepdims=True) * np.ones(h.shape) @ U3"),
    ("GRU122", CELL, "(r * h) @ U3", "(r * h.sum(-1, keepdims=True)) @ U3"),
    ("GRU124", JOINT, "z = self.gate(x, h, one", "z = self.gate(h, x, one"),
    ("GRU124", JOINT, "r = self.gate(x, h, one", "r = self.gate(h, x, one"),
    ("GRU129", CELL, "(r * h) @ U3", "r @ U3"),
]


def sample():
    """Some alterations of every fault; one matrix turned round (GRU118) is a matter of the reading."""
    found = []
    for fault in (f for f in faults() if f.code != "GRU118"):
        for k, altered in enumerate(fault.cell[:: max(len(fault.cell) // EACH, 1)][:EACH]):
            name, fits = f"{fault.code}-{k}", [c for c in ASKED if altered.applies(c)]
            if name not in BY_THE_RUN:
                found += [pytest.param(fault, altered, c, id=name) for c in fits[:1]]
    return found


def explained(subject, options=OPTIONS):
    return explain(subject, identify(subject, options), options)


def planted(convention, *alterations, packing="packed"):
    equations = dict(EQUATIONS)
    for altered in alterations:
        equations |= altered.equations
    return reference(convention, packing, equations=equations)


def alteration(code, yours):
    fault = next(f for f in faults() if f.code == code)
    return next(a for a in fault.cell if a.yours == yours)


@pytest.mark.parametrize("convention", CONVENTIONS, ids=lambda c: f"{c.update}-{c.reset}-{c.biases}")
def test_a_healthy_cell_has_no_fault(convention):
    for seed in range(5):
        packing = ("separate", "packed")[seed % 2]
        found = explained(reference(convention, packing, "rzn"), Options(seed=seed))
        assert found.explained and found.named == ()
        told = found.identity.convention
        assert (told.update, told.reset) == (convention.update, convention.reset)


@pytest.mark.parametrize("gate", ["hard_sigmoid", "hard_sigmoid_6", "steep_sigmoid"])
def test_a_published_activation_is_no_fault(gate):
    found = explained(reference(Convention(gate_activation=gate)))
    assert found.explained and found.named == ()


@pytest.mark.parametrize(("fault", "altered", "convention"), sample())
def test_a_planted_alteration_is_named(fault, altered, convention):
    found = explained(planted(convention, altered))
    assert found.explained
    codes = {c for n in found.named for c in (n.fault.code, *n.also)}
    assert fault.code in codes
    for named in found.named:
        assert named.error > 1e-6 and named.error_if_repaired <= 1e-12


@pytest.mark.parametrize(("code", "text", "right", "wrong"), PLANTED)
def test_what_hides_its_blocks_is_named_by_the_run(loads, code, text, right, wrong):
    assert text.count(right) == 1
    found = explained(loads(text.replace(right, wrong), "Cell"))
    assert found.explained
    told = {c for n in found.named for c in (n.fault.code, *n.also)}
    assert code in told | {odd.code for odd in oddities(found.identity.reading)}


@pytest.mark.parametrize(
    ("code", "yours"), [("GRU111", "z = σ(x W_z + h U_z)"), ("GRU123", "z = σ(x W_z + (h + b_z) U_z)")]
)
def test_one_of_two_biases_astray_is_named_where_arrays_are_separate(code, yours):
    found = explained(planted(ASKED[0], alteration(code, yours), packing="separate"))
    assert code in {c for n in found.named for c in (n.fault.code, *n.also)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("GRU114", "n = tanh(x W_n + h U_n + b_n)"), ("GRU117", "h' = z ⊙ h + n")),
        (("GRU128", "z = σ(2 · (x W_z + h U_z + b_z))"), ("GRU114", "n = tanh(x W_n + h U_n + b_n)")),
    ],
)
@pytest.mark.parametrize("packing", ["separate", "packed"])
def test_two_faults_at_once_are_both_named(one, other, packing):
    found = explained(planted(Convention(), alteration(*one), alteration(*other), packing=packing))
    assert found.explained and len(found.named) == 2
    assert {n.altered.gate for n in found.named} == {alteration(*one).gate, alteration(*other).gate}
    assert all(n.error > 1e-6 and n.error_if_repaired <= 1e-12 for n in found.named)


def test_what_no_equations_give_is_left_without_a_name():
    odd = {**EQUATIONS, "candidate": lambda s: np.sin(1.7 * EQUATIONS["candidate"](s))}
    found = explained(reference(equations=odd))
    assert not found.explained and found.named == ()


def test_a_fault_on_large_inputs_alone_is_not_taken_for_health():
    def clipped(s):
        return s.squash(np.clip(s.input("n") + s.recurrent("n", s.r * s.h), -3.0, 3.0))

    found = explained(reference(equations={**EQUATIONS, "candidate": clipped}))
    assert not (found.explained and found.named == ())


@pytest.mark.parametrize("name", ["MGU", "Dreamer"])
def test_a_published_variant_is_named_and_no_fault(name):
    variant = next(v for v in VARIANTS if v.name == name)
    subject = reference(Convention(), "separate", "".join(sorted({b[2] for b in variant.blocks})))
    subject.equations = variant.equations
    found = explained(subject)
    assert found.explained and found.named == ()
    assert found.identity.convention.variant == name


def test_what_a_fault_erases_is_left_open():
    found = explained(planted(Convention(), alteration("GRU114", "n = tanh(x W_n + h U_n + b_n)")))
    assert [n.fault.code for n in found.named] == ["GRU114"]
    assert found.identity.convention.reset is None and found.identity.convention.update == "keeps"


def test_the_equations_are_those_that_give_the_numbers():
    altered = alteration("GRU117", "h' = z ⊙ h + n")
    subject = planted(Convention(), altered)
    study = identify(subject, OPTIONS)
    found = explain(subject, study, OPTIONS)
    whole = Hypothesis(found.identity.reading, found.identity.convention, ((found.named[0].fault, altered),))
    assert whole.error(study.probe) <= 1e-12
    assert found.equations["blend"] is not EQUATIONS["blend"]


def test_health_must_hold_on_every_probe():
    study = identify(reference(), OPTIONS)
    other = identify(reference(Convention(update="writes")), OPTIONS).probe
    assert healthy(study.candidates, [study.probe], 1e-12) is not None
    assert healthy(study.candidates, [study.probe, other], 1e-12) is None


def test_only_the_polarity_that_shows_is_plausible():
    for update in ("keeps", "writes"):
        study = identify(reference(Convention(update=update)), OPTIONS)
        made = plausible(study)
        assert {c.update for c in made} == {update}
        assert {c.reset for c in made} == {"before", "after"}


def test_what_cannot_stand_is_not_tried():
    before, after = (applicable(Convention(reset=reset)) for reset in ("before", "after"))
    assert {id(a) for _, a in before} != {id(a) for _, a in after}
    assert all(a.applies(Convention(reset="before")) for _, a in before)


def test_alterations_that_read_each_other_do_not_end_the_search():
    """z that reads n, and n that reads z, are tried together on the way to these two."""
    ignored = alteration("GRU112", "z = σ(x W_z + b_z)")
    negated = alteration("GRU127", "n = tanh(−(x W_n + (r ⊙ h) U_n + b_n))")
    found = explained(planted(Convention(), ignored, negated))
    assert found.explained and len(found.named) == 2
    assert "update" in {named.altered.gate for named in found.named}


OLD = """\
import numpy as np

D, H = 3, 4
Wz, Wr, Wn = np.random.randn(3, D, H)
Uz, Ur, Un = np.random.randn(3, H, H)
bz, br, bn = np.random.randn(3, H)


def hard(v):
    return np.clip(0.2 * v + 0.5, 0, 1)


def step(x, h):
    z = hard(x @ Wz + h @ Uz + bz)
    r = hard(x @ Wr + h @ Ur + br)
    n = np.tanh(x @ Wn + (r * h) @ Un + bn)
    return z * h + (1 - z) * n
"""


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        (" + br", "", "GRU111"),
        ("h @ Ur", "h @ Uz", "GRU110"),
        ("+ (1 - z)", "+ (1 + z)", "GRU117"),
    ],
)
def test_a_fault_beside_hard_sigmoids_is_named(loads, right, wrong, code):
    subject = loads(OLD.replace(right, wrong), "step")
    explained = explain(subject, identify(subject, OPTIONS), OPTIONS)
    assert [n.fault.code for n in explained.named] == [code]
    assert explained.identity.convention.gate_activation == "hard_sigmoid"
