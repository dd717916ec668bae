"""A backward pass by hand, called again: what it leaves on the object, in its cache, in what it was given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from gru_doctor.closeness import gap
from gru_doctor.errors import CallTrouble
from gru_doctor.loaders.arrays.slots import Slot
from gru_doctor.loaders.gradients.between import actions
from gru_doctor.records import Array
from gru_doctor.subject import Call, Gradient, Repeated

if TYPE_CHECKING:
    from gru_doctor.loaders.gradients.handwritten import HandWritten


def failed(trouble: CallTrouble) -> Gradient:
    """No gradient, and why."""
    return Gradient(None, None, {}, trouble.message, trouble.line)


def repeated(hand: HandWritten, call: Call, cotangent: Array) -> Repeated:
    """Three passes on the parameters as they are; a step that one takes with them is taken back."""
    incoming, kept = hand.incoming(cotangent), [slot.read() for slot in hand.slots]
    value = hand.caller.values(call).values[0]
    sent = hand.caller.native(incoming.copy())
    first = _ends(hand, sent, call, value)
    overwritten = gap(hand.caller.array(sent), incoming)
    updated = max((gap(s.standing(), a) for s, a in zip(hand.slots, kept, strict=True)), default=0.0)
    _put_back(hand.slots, kept)
    again = _ends(hand, hand.caller.native(incoming.copy()), call, value)
    _put_back(hand.slots, kept)
    for asked in (other(call), replace(call, carried=True)):
        for action in actions(hand.caller.built):
            action()
        _put_back(hand.slots, kept)
        value = hand.caller.values(asked).values[0]
        afresh = _ends(hand, hand.caller.native(incoming.copy()), asked, value)
        _put_back(hand.slots, kept)
    return Repeated(first, again, afresh, overwritten, updated)


def other(call: Call) -> Call:
    """The first pass on other inputs: what it leaves must not come back in the next."""
    return replace(call, xs=-0.5 * call.xs)


def _ends(hand: HandWritten, sent: Any, call: Call, value: Any) -> Gradient:
    """Copies of the gradients of the inputs and of the state alone, or the complaint."""
    try:
        found = hand.canonical(hand.pulled(sent, call, value))
    except CallTrouble as trouble:
        return failed(trouble)
    ends = [None if a is None else np.array(a) for a in (found.xs, found.h0)]
    return Gradient(ends[0], ends[1], {})


def _put_back(slots: list[Slot], kept: list[Array]) -> None:
    for slot, array in zip(slots, kept, strict=True):
        slot.put_back(array)
