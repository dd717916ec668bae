import tensorflow as tf


class MyCell(tf.nn.rnn_cell.RNNCell):
    def __init__(self, num_units, input_size=None):
        self._num_units = num_units

    @property
    def state_size(self):
        return self._num_units

    @property
    def output_size(self):
        return self._num_units

    def __call__(self, inputs, state, scope=None):
        with tf.variable_scope(scope or type(self).__name__):
            n_in = inputs.get_shape().as_list()[1]
            n = self._num_units
            W_x = tf.get_variable("W_x", [n_in, 3 * n])
            W_h = tf.get_variable("W_h", [n, 3 * n])
            bias = tf.get_variable("bias", [3 * n], initializer=tf.constant_initializer(0.0))
            xs = tf.split(tf.matmul(inputs, W_x) + bias, 3, 1)
            hs = tf.split(tf.matmul(state, W_h), 3, 1)
            r = tf.sigmoid(xs[0] + hs[0])
            z = tf.sigmoid(xs[1] + hs[1])
            c = tf.tanh(xs[2] + r * hs[2])
            new_state = z * state + (1. - z) * c
        return new_state, new_state
