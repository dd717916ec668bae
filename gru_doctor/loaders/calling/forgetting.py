"""The method by which a stateful object is told to start afresh."""

from __future__ import annotations

import re
from typing import Any

from gru_doctor.loaders.boundary import guarded
from gru_doctor.loaders.calling.entries import own_methods
from gru_doctor.loaders.text.signature import arguments

FORGETS = re.compile(
    r"^_?(reset|clear|forget|zero|init|begin|new|start)_?(rnn_?)?"
    r"(states?|hiddens?|hidden_states?|memory|h|cache|carry|sequence|episode)$|^(reset|forget|clear)$",
    re.I,
)


def forgets(thing: Any) -> str:
    """The name of that method, which takes no arguments; empty where there is none."""
    named = (n for n in own_methods(thing) if FORGETS.match(n)) if hasattr(thing, "__dict__") else ()
    return next((n for n in named if not any(a.required for a in arguments(getattr(thing, n)))), "")


def forgotten(thing: Any) -> None:
    """Call it; nothing where there is none."""
    name = forgets(thing)
    if name:
        guarded(getattr(thing, name))
