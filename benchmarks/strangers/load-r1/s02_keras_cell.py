import tensorflow as tf
from tensorflow.keras import layers
from tensorflow.keras import backend as K


class MinimalGRUCell(layers.Layer):
    """A GRU cell to be used with tf.keras.layers.RNN."""

    def __init__(self, units, kernel_initializer="glorot_uniform", **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.state_size = units
        self.kernel_initializer = tf.keras.initializers.get(kernel_initializer)

    def build(self, input_shape):
        dim = input_shape[-1]
        self.kernel = self.add_weight(
            shape=(dim, 3 * self.units), initializer=self.kernel_initializer, name="kernel"
        )
        self.recurrent_kernel = self.add_weight(
            shape=(self.units, 3 * self.units), initializer="orthogonal", name="recurrent_kernel"
        )
        self.bias = self.add_weight(shape=(3 * self.units,), initializer="zeros", name="bias")
        self.built = True

    def call(self, inputs, states):
        h_prev = states[0]
        xz, xr, xh = tf.split(K.dot(inputs, self.kernel) + self.bias, 3, axis=-1)
        uz = self.recurrent_kernel[:, : self.units]
        ur = self.recurrent_kernel[:, self.units : 2 * self.units]
        uh = self.recurrent_kernel[:, 2 * self.units :]
        z = tf.sigmoid(xz + K.dot(h_prev, uz))
        r = tf.sigmoid(xr + K.dot(h_prev, ur))
        hh = tf.tanh(xh + K.dot(h_prev, uh))
        h = z * h_prev + (1 - z) * hh
        return h, [h]
