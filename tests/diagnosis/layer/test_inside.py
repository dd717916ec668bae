"""The step inside a loop that spoils it."""

from __future__ import annotations

import numpy as np

from gru_doctor.diagnosis.layer.inside import insides, shaped
from gru_doctor.subject import Call
from tests.sources import layer


def test_a_layer_that_returns_what_its_cell_makes_hides_nothing(loads):
    assert not list(insides(loads(layer(), "Layer")))


def test_the_value_before_a_clip_is_the_step(loads):
    subject = loads(layer(end="h = np.clip(h, -0.25, 0.25)"), "Layer")
    inside, *_ = insides(subject)
    subject.assign({name: np.zeros_like(w) for name, w in subject.weights().items()})
    h = np.full((2, subject.card.hidden_size), 0.8)
    asked = Call(np.ones((1, 2, subject.card.input_size)), h)
    assert np.allclose(inside.run(asked).last, 0.4)
    assert np.allclose(subject.run(asked).outputs, 0.25)


def test_a_recorded_value_is_laid_out_as_rows_of_samples():
    value = np.arange(6.0).reshape(2, 3)
    assert np.array_equal(shaped(value[None], (2, 3)), value)
    assert np.array_equal(shaped(value.T, (2, 3)), value)
    assert shaped(value, (3, 4)) is None
