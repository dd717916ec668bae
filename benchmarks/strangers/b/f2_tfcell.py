import tensorflow as tf
from tensorflow.python.ops.rnn_cell_impl import RNNCell


class MyGRUCell(RNNCell):
    """Gated Recurrent Unit cell (cf. http://arxiv.org/abs/1406.1078)."""

    def __init__(self, num_units, activation=None, reuse=None):
        super(MyGRUCell, self).__init__(_reuse=reuse)
        self._num_units = num_units
        self._activation = activation or tf.tanh

    @property
    def state_size(self):
        return self._num_units

    @property
    def output_size(self):
        return self._num_units

    def call(self, inputs, state):
        with tf.variable_scope("gates"):
            joint = tf.concat([inputs, state], 1)
            g = tf.sigmoid(tf.layers.dense(joint, 2 * self._num_units, bias_initializer=tf.ones_initializer()))
            r, u = tf.split(value=g, num_or_size_splits=2, axis=1)
        with tf.variable_scope("candidate"):
            c = self._activation(tf.layers.dense(tf.concat([inputs, state], 1), self._num_units))
        new_h = u * state + (1 - u) * c
        return new_h, new_h
