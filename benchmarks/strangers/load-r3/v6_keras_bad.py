from tensorflow import keras
from tensorflow.keras import layers, ops
import tensorflow as tf


class DropGRUCell(layers.Layer):
    def __init__(self, units, dropout=0.2, recurrent_dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.units, self.state_size = units, units
        self.drop = layers.Dropout(dropout)
        self.x2h = layers.Dense(3 * units, use_bias=True)
        self.h2h = layers.Dense(3 * units, use_bias=False)

    def get_initial_state(self, batch_size=None):
        return [tf.zeros((batch_size, self.units))]

    def call(self, inputs, states, training=None):
        h = states[0]
        x = self.drop(inputs, training=training)
        a_r, a_z, a_n = tf.split(self.x2h(x), 3, axis=-1)
        b_r, b_z, b_n = tf.split(self.h2h(h), 3, axis=-1)
        r = tf.nn.sigmoid(a_r + b_r)
        z = tf.nn.sigmoid(a_r + b_z)
        n = tf.nn.tanh(a_n + r * b_n)
        out = (1.0 - z) * n + z * h
        return out, [out]
