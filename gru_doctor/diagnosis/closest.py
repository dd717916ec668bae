"""The framework or paper whose GRU has this convention."""

from __future__ import annotations

from gru_doctor.equations.reading import Identity

UPDATE_FIRST = ("update", "reset", "candidate")
RESET_FIRST = ("reset", "update", "candidate")

KNOWN: tuple[tuple[str, dict[str, object]], ...] = (
    ("pytorch", {"update": "keeps", "reset": "after", "biases": "2", "gate_order": RESET_FIRST}),
    ("keras", {"update": "keeps", "reset": "after", "biases": "2", "gate_order": UPDATE_FIRST}),
    (
        "keras-reset-before",
        {"update": "keeps", "reset": "before", "biases": "1", "gate_order": UPDATE_FIRST},
    ),
    ("tf1", {"update": "keeps", "reset": "before", "biases": "1", "gate_order": RESET_FIRST}),
    ("pytorch", {"update": "keeps", "reset": "after", "biases": "2"}),
    ("cho2014", {"update": "keeps", "reset": "before"}),
    ("chung2014", {"update": "writes", "reset": "before"}),
)


def closest(identity: Identity) -> str | None:
    """The first known convention that agrees in all it fixes, with standard activations."""
    c = identity.convention
    if (c.gate_activation, c.candidate_activation) != ("sigmoid", "tanh"):
        return None
    for name, fixed in KNOWN:
        if all(getattr(c, field) == value for field, value in fixed.items()):
            return name
    return None
