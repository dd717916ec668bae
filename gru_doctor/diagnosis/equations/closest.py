"""The frameworks and papers whose GRU has this convention."""

from __future__ import annotations

from gru_doctor.conventions import Published, ranked
from gru_doctor.diagnosis.equations.differences import differences
from gru_doctor.equations.reading import Identity
from gru_doctor.records import Convention

LETTERS = {"update": "z", "reset": "r", "candidate": "n"}


def followed(identity: Identity) -> tuple[Published, ...]:
    """All published conventions that agree in all they fix, the likeliest first; none where the
    numbers cannot tell what they fix."""
    c = identity.convention
    if c.update is None or c.reset is None or c.variant is not None:
        return ()
    return tuple(p for p in ranked(_order(c)) if next(differences(identity, p), None) is None)


def _order(c: Convention) -> str:
    return "".join(LETTERS[g] for g in c.gate_order or ())
