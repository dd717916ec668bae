import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import backend as K


class MinimalGRUCell(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        self.units = units
        self.state_size = units
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units * 3), initializer="glorot_uniform", name="kernel")
        self.recurrent_kernel = self.add_weight(shape=(self.units, self.units * 3), initializer="orthogonal", name="recurrent_kernel")
        self.bias = self.add_weight(shape=(self.units * 3,), initializer="zeros", name="bias")
        self.built = True

    def call(self, inputs, states):
        h = states[0]
        mx = K.dot(inputs, self.kernel) + self.bias
        xz, xr, xh = tf.split(mx, 3, axis=-1)
        z = tf.sigmoid(xz + K.dot(h, self.recurrent_kernel[:, :self.units]))
        r = tf.sigmoid(xr + K.dot(h, self.recurrent_kernel[:, self.units:2 * self.units]))
        hh = tf.tanh(xh + K.dot(r * h, self.recurrent_kernel[:, 2 * self.units:]))
        out = z * h + (1 - z) * hh
        return out, [out]
