"""Evaluation mode for code that has no framework to switch: training flags and dropout off."""

from __future__ import annotations

import re
from typing import Any

from gru_doctor.loaders.arrays.slots import of_user

TRAINING = re.compile(r"^_?(is_)?(train|training|train_mode)$")
DROPOUT = re.compile(r"^_?(p_?)?(drop|dropout)(_?(p|rate|prob|ratio))?$")
KEEPING = re.compile(r"^_?keep_?(p|prob|rate)?$")
DRAWS = re.compile(r"rand|bernoulli|binomial|dropout|uniform|choice", re.I)


def calmed(thing: Any) -> list[str]:
    """Switch off what makes an object random; a note for each switch."""
    if not hasattr(thing, "__dict__") or hasattr(thing, "__code__") or not of_user(thing):
        return []
    notes = []
    for name, value in list(vars(thing).items()):
        calm = _calm(name, value)
        if name.strip("_") == "keep" and not _draws(thing):
            continue  # a share of the old state, as in zoneout
        if calm is not None and calm != value:
            setattr(thing, name, calm)
            notes.append(f"{name} switched from {value!r} to {calm!r}")
    return notes


def _draws(thing: Any) -> bool:
    """Whether a method draws numbers at random, weights at the start aside."""
    methods = (getattr(type(thing), n) for n in dir(type(thing)) if n != "__init__")
    used = (word for m in methods if hasattr(m, "__code__") for word in m.__code__.co_names)
    return any(DRAWS.search(word) for word in used)


def stirred(thing: Any) -> list[str]:
    """Switch training flags on again, for a backward pass that needs what only training keeps; their
    names."""
    if not hasattr(thing, "__dict__") or hasattr(thing, "__code__") or not of_user(thing):
        return []
    names = [n for n, v in vars(thing).items() if v is False and TRAINING.match(n)]
    for name in names:
        setattr(thing, name, True)
    return names


def _calm(name: str, value: Any) -> Any:
    """The quiet value of a flag or a rate, None for anything else."""
    if isinstance(value, bool):
        return False if TRAINING.match(name) or DROPOUT.match(name) else None
    if not isinstance(value, float):
        return None
    if DROPOUT.match(name):
        return 0.0
    return 1.0 if KEEPING.match(name) else None
