# Keras 3 custom cell with two mistakes made while porting from numpy
import os
os.environ["KERAS_BACKEND"] = "jax"
import keras
from keras import layers, ops


@keras.saving.register_keras_serializable(package="mine")
class PortedGRUCell(layers.Layer):
    def __init__(self, hidden, use_bias=True, **kwargs):
        super().__init__(**kwargs)
        self.hidden = hidden
        self.use_bias = use_bias
        self.state_size = hidden
        self.output_size = hidden

    def build(self, input_shape):
        d = input_shape[-1]
        self.Wx = self.add_weight(shape=(d, 3 * self.hidden), initializer="glorot_uniform", name="Wx")
        self.Wh = self.add_weight(shape=(self.hidden, 3 * self.hidden), initializer="orthogonal", name="Wh")
        if self.use_bias:
            self.b = self.add_weight(shape=(3 * self.hidden,), initializer="zeros", name="b")
        self.built = True

    def call(self, inputs, states, training=False):
        (prev,) = states
        gx = ops.matmul(inputs, self.Wx)
        if self.use_bias:
            gx = gx + self.b
        gh = ops.matmul(prev, self.Wh)
        x_z, x_r, x_h = ops.split(gx, 3, axis=-1)
        h_z, h_r, h_h = ops.split(gh, 3, axis=-1)
        z = ops.sigmoid(x_z + h_z)
        r = ops.tanh(x_r + h_r)
        c = ops.tanh(x_h + r * h_h)
        h = z * prev + z * c
        return h, [h]
