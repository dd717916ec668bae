"""A cell in which the biases multiply what they should be added to."""

from __future__ import annotations

from gru_doctor.checks.identifying.convention import Study, identify
from gru_doctor.checks.identifying.scaled import Unscaled
from gru_doctor.diagnosis.equations.naming import recognised
from gru_doctor.equations.gru import EQUATIONS
from gru_doctor.explained import Explained
from gru_doctor.records import Card, Options
from gru_doctor.subject import Subject


def multiplied(subject: Subject, study: Study, options: Options) -> Explained | None:
    """The right cell without biases that it is with ones in the place of all vectors that move nothing
    alone; what has biases besides may well have gains."""
    factors = vectors(study.silent, subject.card)
    if not factors:
        return None
    way = Unscaled(subject, factors)
    found = recognised(way, identify(way, options), options)
    if found is None or any(block[0] in "bc" for block in found.identity.reading.places):
        return None
    return Explained(found.identity, (), False, EQUATIONS)


def vectors(silent: tuple[str, ...], card: Card) -> tuple[str, ...]:
    """The silent arrays with numbers for each unit, once or several times over."""
    shapes = {p.name: tuple(n for n in p.shape if n != 1) for p in card.parameters if p.name in silent}
    return tuple(n for n, shape in shapes.items() if len(shape) == 1 and shape[0] % card.hidden_size == 0)
