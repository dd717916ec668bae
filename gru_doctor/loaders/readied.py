"""A backward pass by hand, made ready to be asked: awake, with a layout it takes, apart from its buffers."""

from __future__ import annotations

from gru_doctor.loaders.awake import awakened
from gru_doctor.loaders.caller import Caller
from gru_doctor.loaders.gathering import apart
from gru_doctor.loaders.handwritten import HandWritten
from gru_doctor.loaders.willing import willing


def readied(caller: Caller, backward: HandWritten) -> tuple[Caller, HandWritten]:
    """The caller and the backward; its `slots` are the parameters that remain."""
    caller, backward = awakened(caller, backward)
    caller, backward = willing(caller, apart(backward))
    return caller, apart(backward)
