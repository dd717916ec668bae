"""Gradient buffers are told from parameters by the names of both."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from gru_doctor.loaders.frameworks import numpy as framework
from gru_doctor.loaders.parameters import is_buffer
from gru_doctor.loaders.slots import slots


def buffers(**held: Any) -> set[str]:
    found = slots(vars(SimpleNamespace(**held)), framework)
    return {s.name for s in found if is_buffer(s, found)}


def array() -> Any:
    return np.zeros((2, 2))


def test_a_mark_may_stand_at_any_part_of_the_name() -> None:
    assert buffers(W=array(), dW=array(), mem_W=array()) == {"dW", "mem_W"}
    assert buffers(W={"z": array()}, deltaW={"z": array()}) == {"deltaW['z']"}
    assert buffers(p={"W": array(), "dW": array()}) == {"p['dW']"}


def test_a_weight_that_merely_starts_like_a_mark_is_none() -> None:
    assert buffers(decay=array(), gates=array(), value=array(), mix=array()) == set()
