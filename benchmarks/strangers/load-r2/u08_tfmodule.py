import numpy as np
import tensorflow as tf


class VanillaGRU(tf.Module):
    def __init__(self, n_features, n_units):
        super().__init__()
        glorot = tf.keras.initializers.GlorotNormal()
        self.W = tf.Variable(glorot((n_features, 3 * n_units)), trainable=True)
        self.R = tf.Variable(glorot((n_units, 3 * n_units)), trainable=True)
        self.b = tf.Variable(tf.zeros((3 * n_units,)))
        self.n_units = n_units

    def step(self, h, x):
        n = self.n_units
        xw = tf.matmul(x, self.W) + self.b
        hr = tf.matmul(h, self.R)
        u = tf.sigmoid(xw[:, :n] + hr[:, :n])
        r = tf.sigmoid(xw[:, n:2 * n] + hr[:, n:2 * n])
        c = tf.tanh(xw[:, 2 * n:] + r * hr[:, 2 * n:])
        return u * h + (1. - u) * c

    @tf.function
    def __call__(self, sequence):
        """sequence: [batch, time, n_features] -> [batch, time, n_units]"""
        batch = tf.shape(sequence)[0]
        init = tf.zeros([batch, self.n_units])
        xs = tf.transpose(sequence, [1, 0, 2])
        hs = tf.scan(lambda h, x: self.step(tf.stop_gradient(h), x), xs, initializer=init)
        return tf.transpose(hs, [1, 0, 2])
