"""Gradient buffers are told from parameters by the names of both."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from gru_doctor.loaders.arrays.parameters import is_buffer
from gru_doctor.loaders.arrays.slots import slots
from gru_doctor.loaders.frameworks import numpy as framework
from tests.loaders.conftest import Loads


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


def test_a_function_that_closes_over_a_record_of_arrays_has_these_weights(loads: Loads):
    subject = loads(
        """
        from dataclasses import dataclass
        import numpy as np

        @dataclass(frozen=True)
        class Weights:
            W: np.ndarray
            b: np.ndarray

        def make_gru(features, units):
            w = Weights(np.random.randn(features + units, 3 * units), np.random.randn(3 * units))

            def advance(h, x):
                n, a = units, np.hstack([x, h]) @ w.W[:, :2 * units] + w.b[:2 * units]
                z, r = np.split(1 / (1 + np.exp(-a)), 2, -1)
                c = np.tanh(np.hstack([x, r * h]) @ w.W[:, 2 * n:] + w.b[2 * n:])
                return z * h + (1 - z) * c

            return advance
        """,
        "make_gru",
    )
    assert [p.name for p in subject.card.parameters] == ["w.W", "w.b"]
