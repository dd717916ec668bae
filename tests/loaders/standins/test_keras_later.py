"""tf.keras, Keras 2 and Keras 3 files of one's own, run on the stand-in where neither is installed."""

from __future__ import annotations

import ast

import numpy as np
import pytest

from gru_doctor.loaders.executing.standing import surround
from gru_doctor.loaders.standins import standing_in
from tests.loaders.conftest import Loads

CELL = """
import tensorflow as tf
from tensorflow.keras import backend as K, layers

class Cell(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = self.state_size = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], 3 * self.units), name="kernel")
        self.rec = self.add_weight("rec", shape=(self.units, 3 * self.units), initializer="orthogonal")
        self.bias = self.add_weight(shape=(3 * self.units,), initializer="zeros", name="bias")

    def call(self, x, states):
        h = states[0]
        xz, xr, xn = tf.split(K.bias_add(K.dot(x, self.kernel), self.bias), 3, axis=-1)
        uz, ur, un = tf.split(self.rec, 3, axis=-1)
        z, r = tf.sigmoid(xz + h @ uz), tf.sigmoid(xr + tf.matmul(h, ur))
        new = z * h + (1 - z) * tf.tanh(xn + K.dot(r * h, un))
        return new, [new]
"""
LAYER = """
class Layer(tf.keras.Model):
    def __init__(self, units):
        super().__init__()
        self.rnn = layers.RNN(Cell(units), return_sequences=True, return_state=True)

    def call(self, x, initial_state=None, mask=None):
        return self.rnn(x, initial_state=initial_state, mask=mask)
"""
OPS = """
import keras
from keras import ops

class Cell(keras.layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.units = units
        self.gates = keras.layers.Dense(2 * units, activation="sigmoid")
        self.fresh = keras.layers.Dense(units, activation="tanh")

    def call(self, inputs, states, training=False):
        h = states[0]
        z, r = ops.split(self.gates(ops.concatenate([inputs, h], axis=-1)), 2, axis=-1)
        new = z * h + (1 - z) * self.fresh(ops.concatenate([inputs, r * h], axis=-1))
        return new, [new]
"""


@pytest.fixture(autouse=True)
def _nothing_stays():
    yield
    surround(ast.parse(""))


@pytest.mark.parametrize(
    ("text", "name", "level", "arrays"),
    [
        (CELL, "Cell", "cell", {"kernel", "rec", "bias"}),
        (CELL + LAYER, "Layer", "layer", {"rnn.cell.kernel", "rnn.cell.rec", "rnn.cell.bias"}),
        (OPS, "Cell", "cell", {"gates.kernel", "gates.bias", "fresh.kernel", "fresh.bias"}),
    ],
)
def test_a_subclass_loads_with_its_weights(loads: Loads, text, name, level, arrays):
    subject = loads(text, name)
    assert (subject.card.level, subject.card.gradient) == (level, "autograd")
    assert {p.name for p in subject.card.parameters} == arrays
    assert any("is not installed" in note for note in subject.card.notes)


def gru(x, h, kernel, rec, bias, after):
    a, g = x @ kernel + bias[0], h @ rec + bias[1]
    n = h.shape[-1]
    z, r = (1 / (1 + np.exp(-(a + g)[:, k * n : (k + 1) * n])) for k in (0, 1))
    inner = r * g[:, 2 * n :] if after else (r * h) @ rec[:, 2 * n :]
    return z * h + (1 - z) * np.tanh(a[:, 2 * n :] + inner)


@pytest.mark.parametrize("after", [True, False])
def test_its_own_gru_is_that_of_keras_and_holds_the_state_where_it_is_masked(after):
    rng = np.random.default_rng(3)
    with standing_in(["tensorflow"]):
        from tensorflow.keras.layers import GRU

        layer, x = GRU(5, reset_after=after, return_sequences=True), rng.standard_normal((2, 4, 3))
        layer(x)
        for weight in layer.weights:
            weight.assign(rng.standard_normal(tuple(weight.shape)))
        mask = np.array([[1, 1, 0, 1], [1, 0, 0, 0]], dtype=bool)
        found = layer(x, mask=mask).numpy()
        kernel, rec, bias = (w.numpy() for w in layer.weights)
    biases = bias if after else (bias, 0.0)
    h = np.zeros((2, 5))
    for t in range(4):
        h = np.where(mask[:, t : t + 1], gru(x[:, t], h, kernel, rec, biases, after), h)
        np.testing.assert_allclose(found[:, t], h, atol=1e-14)


def test_the_activations_and_functions_are_those_of_numpy():
    with standing_in(["tensorflow"]):
        from tensorflow.keras import activations, backend, ops

        x = np.linspace(-4, 4, 9)
        np.testing.assert_allclose(activations.get("hard_sigmoid")(x).numpy(), np.clip(0.2 * x + 0.5, 0, 1))
        a, b = np.arange(12.0).reshape(2, 2, 3), np.arange(6.0).reshape(3, 2)
        np.testing.assert_allclose(backend.dot(a, b).numpy(), a @ b)
        assert [p.shape[1] for p in ops.split(np.ones((2, 7)), [3, 5], axis=-1)] == [3, 2, 2]
        with pytest.raises(ValueError, match="no activation 'sine'"):
            activations.get("sine")
