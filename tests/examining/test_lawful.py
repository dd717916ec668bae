"""Each law as a check: it catches a fault, is silent on right code of another hand, or says why not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gru_doctor.doctor import examine_all
from gru_doctor.equations.layer import Returned, run
from gru_doctor.errors import CallTrouble
from gru_doctor.examining.lawful import ALL, attempted, check_properties, drawn, shown, smallest
from gru_doctor.laws import LAWS
from gru_doctor.records import Convention, Options
from gru_doctor.reference import Arrangement, Reference
from gru_doctor.strategies import plant
from gru_doctor.subject import Run
from gru_doctor.trials import Cell
from tests.test_laws import strategies_identity

OPTIONS = Options()
FAST = replace(OPTIONS, in_process=True, checks=("trust", "gates", "sequence", "properties"))
BY_NAME = {law.name: law for law in LAWS}
PLANTED = {
    "independence": ("GRU311", 0), "permutation": ("GRU311", 9), "splitting": ("GRU302", 0),
    "padding": ("GRU306", 0), "last-state": ("GRU314", 0), "company": ("GRU311", 0),
}  # fmt: skip


def a_cell(**given) -> Cell:
    subject = Reference(Convention(**given), Arrangement(3, 7), layer=run)
    return Cell(subject, strategies_identity(subject))


class Altered(Reference):
    """A reference whose answers go through a function of the call."""

    alter = staticmethod(lambda subject, call, found: found)

    def run(self, call):
        return self.alter(self, call, super().run(call))


def altered(alter, **given) -> Cell:
    subject = Altered(Convention(), Arrangement(3, 7), layer=run)
    subject.alter = alter
    return Cell(subject, strategies_identity(subject), **given)


def scaled(subject, call, found):
    """Divided by the number of steps: wrong from T = 2 on."""
    return Run(found.outputs / len(call.xs), found.last / len(call.xs))


def ahead(subject, call, found):
    """The last step added to each."""
    return Run(found.outputs + found.outputs[-1:], found.last)


def grown(subject, call, found):
    return Run(found.outputs * 40, found.last * 40)


def noisy(subject, call, found):
    subject.calls = getattr(subject, "calls", 0) + 1
    return Run(found.outputs * (1 + 1e-6 * subject.calls), found.last)


def worn(subject, call, found):
    subject.stored["U_n"] *= 0.999
    return found


def warmed(subject, call, found):
    """Another start where none is given."""
    return found if call.h0 is not None else Run(found.outputs + 0.01, found.last + 0.01)


SPOILT = {
    "prefix": scaled, "causality": ahead, "bounds": grown, "determinism": noisy, "purity": worn,
    "default-state": warmed,
}  # fmt: skip


@pytest.mark.parametrize(("law", "fault"), PLANTED.items())
def test_a_law_catches_a_planted_fault(law, fault):
    cell = plant(*fault, Convention(biases="2"), Arrangement(3, 7))
    found = check_properties(cell, OPTIONS)
    assert found.status == "fail" and found.parts[law] > found.tolerance
    assert law in found.detail.split(";")[0]


@pytest.mark.parametrize(("law", "alter"), SPOILT.items())
def test_a_law_catches_what_no_equation_explains(law, alter):
    found = check_properties(altered(alter), OPTIONS)
    assert found.status == "fail" and found.parts[law] > found.tolerance


@pytest.mark.parametrize("given", [{"update": "writes", "reset": "after"}, {"biases": "0"}])
def test_right_code_of_another_style_breaks_none(given):
    found = check_properties(a_cell(**given), OPTIONS)
    assert found.status == "pass" and found.max_error < 1e-14


def test_every_law_but_the_equations_is_tried_or_excused():
    found = check_properties(a_cell(), OPTIONS)
    assert set(found.parts) == {law.name for law in ALL} == BY_NAME.keys() - {"equations"}
    assert found.parts["forgetting"] is None and "not forgetting: no state is left on it" in found.detail


def test_what_has_no_equations_is_held_to_what_always_holds():
    found = check_properties(Cell(a_cell().subject), OPTIONS)
    assert found.status == "pass" and "permutation" not in found.parts and "splitting" not in found.parts


def test_a_reset_that_leaves_something_behind():
    def stained(subject, call, found):
        return found if not call.forget else Run(found.outputs + 0.1, found.last)

    cell = altered(stained, stateful=True)
    assert check_properties(cell, OPTIONS).parts["forgetting"] is None
    cell.subject.card = replace(cell.subject.card, forgets="reset_state")
    assert check_properties(cell, OPTIONS).parts["forgetting"] > 1e-3


def test_code_that_refuses_a_call_breaks_no_law():
    def refusing(subject, call, found):
        if call.xs.shape[1] == 1:
            raise CallTrouble("one sample is none")
        return found

    found = check_properties(altered(refusing), OPTIONS)
    assert found.status == "pass" and "not company: it refuses the call: one sample is none" in found.detail


@pytest.mark.parametrize(
    ("alter", "told"),
    [
        (lambda subject, call, found: found, "give back the state"),
        (lambda subject, call, found: Run(found.outputs, found.last * 0), "do not give back the state"),
    ],
)
def test_no_steps_are_spoken_of(alter, told):
    def standing(s):
        return run(s) if len(s.xs) else Returned(np.zeros((0, *s.h0.shape)), s.h0)

    cell = altered(alter)
    cell.subject.layer = standing
    assert told in check_properties(cell, OPTIONS).detail


def test_the_example_is_the_smallest_that_shows_it():
    cell = altered(scaled)
    small = smallest(BY_NAME["splitting"], cell, drawn(cell, OPTIONS))
    assert small.xs.shape[:2] == (2, 1) and np.array_equal(small.xs, small.xs.round(1))
    assert attempted(BY_NAME["splitting"], cell, small).error > 1e-3
    assert shown(small).startswith("T = 2, B = 1, x = [[[")


LAYER = """\
import numpy as np


class Layer:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, 3 * n_out)
        self.U = np.random.randn(n_out, 3 * n_out)
        self.n = n_out

    def forward(self, xs, h0=None):
        n = self.n
        h = np.zeros((xs.shape[1], n)) if h0 is None else h0
        out = []
        for x in xs:
            a = x @ self.W
            a = a / a.std(axis=AXIS, keepdims=True)
            b = h @ self.U
            z = 1 / (1 + np.exp(-a[:, :n] - b[:, :n]))
            r = 1 / (1 + np.exp(-a[:, n:2 * n] - b[:, n:2 * n]))
            c = np.tanh(a[:, 2 * n:] + r * b[:, 2 * n:])
            h = z * h + (1 - z) * c
            out.append(h)
        return np.stack(out)
"""


def test_samples_that_mix_are_told_by_the_law_at_their_line(tmp_path):
    path = tmp_path / "layer.py"
    path.write_text(LAYER.replace("AXIS", "0"))
    (result,) = examine_all([str(path)], FAST, lambda message, share: None).results
    first = result.findings[0]
    assert (first.code, first.span.line) == ("GRU311", 16)
    assert "independence" in first.message and first.evidence.example.startswith("T = 1, B = 2")
