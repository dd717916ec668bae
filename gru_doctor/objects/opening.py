"""An object of people's own, loaded in their process and ready to be called with numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gru_doctor.errors import ConstructTrouble
from gru_doctor.loaders.discover import split
from gru_doctor.loaders.load import load as loaded
from gru_doctor.objects.aside import Aside, undisturbed
from gru_doctor.objects.given import Given, given, handing_over, instance_of
from gru_doctor.objects.knowing import known
from gru_doctor.records import CHECKS, Options
from gru_doctor.trials import Cell
from gru_doctor.walk import single

QUICK = Options(checks=tuple(c for c in CHECKS if c != "memorization"), in_process=True)
"""All but the training, which takes the most time and finds the least that the rest does not."""


def load(thing: Any, *, options: Options = QUICK) -> Cell:
    """The object ready to be called with numbers, and what is known of it: see `gru_doctor.laws`.

    Raises Trouble where it cannot be loaded, UsageTrouble for a path with several targets.
    """
    found = given(thing)
    with undisturbed(file_of(found)), handing_over(thing):
        try:
            cell = known(
                Aside(loaded(found.target if found.text is not None else single(found.word), options)),
                options,
            )
            return replace(cell, made=f"load({_shown(thing, found)})")
        except ConstructTrouble:
            own = instance_of(found, thing)
            if own is None:
                raise
            return known(Aside(loaded(own.target, options)), options)


def _shown(thing: Any, found: Given) -> str:
    """The object as it is written in code."""
    return repr(thing) if isinstance(thing, str) else str(found.name)


def file_of(found: Given) -> str:
    """The path without the name in it."""
    return split(found.path)[0]
