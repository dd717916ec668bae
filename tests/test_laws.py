"""Every law holds for the reference, and is broken by the fault it is there for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gru_doctor import laws
from gru_doctor.equations.layer import run
from gru_doctor.laws import LAWS, DoesNotApply, LawBroken
from gru_doctor.records import Convention
from gru_doctor.reference import Arrangement, Reference
from gru_doctor.strategies import faults as known
from gru_doctor.strategies import plant, plantable, reference_cells, trials
from gru_doctor.subject import Run
from gru_doctor.trials import Cell, Trial

FEW = settings(max_examples=6, derandomize=True, deadline=None, database=None)
BREAKERS = {
    "causality": "GRU307", "independence": "GRU311", "permutation": "GRU311", "splitting": "GRU302",
    "padding": "GRU306", "bounds": "GRU117", "default-state": "GRU311", "last-state": "GRU314",
    "equations": "GRU114",
}  # fmt: skip


def rich_trial(cell: Cell, seed: int = 0) -> Trial:
    rng = np.random.default_rng(seed)
    card = cell.subject.card
    weights = {p.name: rng.uniform(-2, 2, p.shape) for p in card.parameters}
    return Trial(
        weights, rng.uniform(-2, 2, (4, 3, card.input_size)), rng.uniform(-1, 1, (3, card.hidden_size))
    )


def broken(cell: Cell, trial: Trial) -> set[str]:
    found = set()
    for law in LAWS:
        try:
            law(cell, trial)
        except LawBroken as failure:
            found.add(failure.law)
        except DoesNotApply:
            continue
    return found


@FEW
@given(st.data())
def test_every_law_holds_for_every_reference(data):
    cell = data.draw(reference_cells())
    trial = data.draw(trials(cell))
    for law in LAWS:
        if law is not laws.forgetting:  # the reference keeps nothing
            law(cell, trial)


@pytest.mark.parametrize(("law", "code"), BREAKERS.items())
def test_each_law_is_broken_by_a_fault(law, code):
    convention = Convention(biases="1")
    ways = plantable(next(f for f in known() if f.code == code))
    cells = [plant(code, k, convention, Arrangement(2, 3)) for k in range(len(ways))]
    assert any(law in broken(cell, rich_trial(cell)) for cell in cells)


class Spoilt(Reference):
    """What it does to its own arrays, or to what it returns, is set from outside."""

    spoils = staticmethod(lambda subject, found: found)

    def run(self, call):
        return self.spoils(self, super().run(call))


def noisy(subject, found):
    subject.calls = getattr(subject, "calls", 0) + 1
    return Run(found.outputs + 1e-6 * subject.calls, found.last)


def decaying(subject, found):
    subject.stored["U_n"] *= 0.999
    return found


@pytest.mark.parametrize(("law", "spoils"), [("determinism", noisy), ("purity", decaying)])
def test_manners_are_laws_too(law, spoils):
    subject = Spoilt(Convention(), Arrangement(2, 3), layer=run)
    subject.spoils = spoils
    assert law in broken(Cell(subject), rich_trial(Cell(subject)))


def test_what_is_no_number_both_times_is_the_same():
    subject = Spoilt(Convention(), Arrangement(2, 3), layer=run)
    subject.spoils = lambda subject, found: Run(found.outputs * np.nan, found.last)
    assert "determinism" not in broken(Cell(subject), rich_trial(Cell(subject)))


def test_a_law_that_does_not_apply_says_why():
    cell = Cell(Reference(Convention()))
    with pytest.raises(DoesNotApply, match="permutation: no equations are known"):
        laws.permutation(cell, rich_trial(cell))


def test_a_broken_law_prints_what_shows_it_again():
    cell = plant("GRU114", 0, Convention(biases="0"), Arrangement(1, 2))
    with pytest.raises(LawBroken) as failure:
        laws.equations(cell, rich_trial(cell))
    with pytest.raises(LawBroken, match="equations: it must give what the reference gives"):
        exec(str(failure.value).split("\n", 1)[1], {})


def test_what_cancels_is_no_difference():
    cell = Cell(Reference(Convention(biases="0"), Arrangement(3, 2), layer=run))
    weights = {n: np.zeros(a.shape) for n, a in cell.subject.weights().items()}
    weights["W_n"] = np.array([[0.1, 0.1], [0.2, 0.2], [-0.3, -0.3]])
    cell = Cell(cell.subject, strategies_identity(cell.subject))
    laws.permutation(cell, Trial(weights, np.ones((2, 2, 3)), np.zeros((2, 2))))


def strategies_identity(subject):
    from gru_doctor.equations.reading import Identity

    return Identity(subject.convention, subject.arrays.reading, 0.0)


def test_strategies_find_a_fault_and_shrink_it():
    with pytest.raises(LawBroken) as failure:
        hunted(plant("GRU114", 0, Convention(biases="0"), Arrangement(1, 2)))
    trial = failure.value.trial
    assert np.count_nonzero(trial.weights["W_n"]) == 0 and np.any(trial.weights["U_n"])
    assert len(trial.xs) == 1 and trial.mask is None
    with pytest.raises(LawBroken):
        exec(str(failure.value).split("\n", 1)[1], {})


def hunted(cell):
    @settings(max_examples=40, derandomize=True, deadline=None, database=None)
    @given(trials(cell))
    def search(trial):
        laws.equations(cell, trial)

    search()
