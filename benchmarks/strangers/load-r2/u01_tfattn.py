import tensorflow as tf
from tensorflow.keras.layers import Layer, Dense


class GRULayer(Layer):
    """From-scratch GRU. input (batch, timesteps, features) -> (batch, timesteps, units)"""

    def __init__(self, units, return_sequences=True, **kwargs):
        super(GRULayer, self).__init__(**kwargs)
        self.units = units
        self.return_sequences = return_sequences

    def build(self, input_shape):
        n = int(input_shape[-1])
        mk = lambda name, shape: self.add_weight(name=name, shape=shape, initializer="random_normal", trainable=True)
        self.Wz, self.Wr, self.Wh = mk("Wz", (n, self.units)), mk("Wr", (n, self.units)), mk("Wh", (n, self.units))
        self.Uz, self.Ur, self.Uh = (mk(k, (self.units, self.units)) for k in ("Uz", "Ur", "Uh"))
        self.bz, self.br, self.bh = (mk(k, (self.units,)) for k in ("bz", "br", "bh"))
        super().build(input_shape)

    def call(self, inputs):
        steps = tf.unstack(inputs, axis=1)
        h = tf.zeros_like(steps[0] @ self.Wz)
        outputs = []
        for x in steps:
            z = tf.math.sigmoid(tf.matmul(x, self.Wz) + tf.matmul(h, self.Uz) + self.bz)
            r = tf.math.sigmoid(tf.matmul(x, self.Wr) + tf.matmul(h, self.Ur) + self.br)
            cand = tf.math.tanh(tf.matmul(x, self.Wh) + tf.matmul(r * h, self.Uh) + self.bh)
            h = (1 - z) * h + z * cand
            outputs.append(h)
        if self.return_sequences:
            return tf.stack(outputs, axis=1)
        return outputs[-1]
