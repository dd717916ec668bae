"""What an object holds is put back, what was written to its parameters is not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from gru_doctor.loaders.arrays.memory import Memory
from gru_doctor.loaders.arrays.slots import Slot
from gru_doctor.loaders.frameworks import numpy, python


def thing() -> Any:
    inner = SimpleNamespace(seen=None)
    return SimpleNamespace(W=np.ones(2), h=np.zeros(2), tape=[], part=inner, built=False)


def test_caches_lists_and_states_go_back() -> None:
    one = thing()
    memory = Memory(one, {})
    memory.spare([Slot("W", one.W, numpy)])
    one.W[:], one.h[:], one.late, one.part.seen = 5, 3, 1, 2
    one.tape.append(1)
    memory.restore()
    assert one.tape == [] and one.part.seen is None and not hasattr(one, "late")
    assert one.W.tolist() == [5, 5] and one.h.tolist() == [0, 0]


def test_lists_of_numbers_that_are_parameters_keep_what_is_written() -> None:
    one = SimpleNamespace(W=[[1.0, 2.0]])
    memory = Memory(one, {})
    memory.spare([Slot("W", one.W, python)])
    one.W[0][0] = 9.0
    memory.restore()
    assert one.W == [[9.0, 2.0]]


def test_weights_made_by_the_first_call_are_adopted() -> None:
    one = thing()
    one.lazy = None
    memory = Memory(one, {})

    def call() -> None:
        if not one.built:
            one.lazy, one.built = np.ones(3), True
        one.last = object()

    memory.adopt(call)
    memory.restore()
    assert one.lazy is not None and one.built and not hasattr(one, "last")


def test_variables_of_a_failed_attempt_are_forgotten() -> None:
    registry: dict[str, Any] = {}
    one = thing()
    memory = Memory(one, registry)
    registry["kernel"] = 1
    memory.restore()
    assert registry == {}


def test_a_parameter_that_is_replaced_stays_what_was_assigned() -> None:
    one = SimpleNamespace(W=np.float32([1, 2]), h=np.zeros(2))
    memory = Memory(one, {})
    slot = Slot("W", one.W, numpy, [(one, "W")])
    memory.spare([slot])
    slot.write(np.array([0.1, 0.2]))
    one.h = np.ones(2)
    memory.restore()
    assert one.W.tolist() == [0.1, 0.2] and one.h.tolist() == [0, 0]
