"""A backward pass by hand, made ready to be asked: awake, with a layout it takes, apart from its buffers."""

from __future__ import annotations

from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.gradients.awake import awakened
from gru_doctor.loaders.gradients.gathering import apart
from gru_doctor.loaders.gradients.handwritten import HandWritten
from gru_doctor.loaders.gradients.willing import willing


def readied(caller: Caller, backward: HandWritten) -> tuple[Caller, HandWritten]:
    """The caller and the backward; its `slots` are the parameters that remain."""
    caller, backward = awakened(caller, backward)
    caller, backward = willing(caller, apart(backward))
    return caller, apart(backward)
