import numpy as np
import tensorflow as tf

FLAGS = tf.app.flags.FLAGS
tf.app.flags.DEFINE_integer("hidden", 64, "units")


class GRUCell(tf.nn.rnn_cell.RNNCell):
    def __init__(self, num_units, reuse=None):
        super(GRUCell, self).__init__(_reuse=reuse)
        self._num_units = num_units

    @property
    def state_size(self):
        return self._num_units

    @property
    def output_size(self):
        return self._num_units

    def __call__(self, inputs, state, scope=None):
        with tf.variable_scope(scope or "gru_cell"):
            D = inputs.get_shape()[1].value
            W = tf.get_variable("W", [D, 3 * self._num_units])
            U = tf.get_variable("U", [self._num_units, 3 * self._num_units])
            b = tf.get_variable("b", [3 * self._num_units], initializer=tf.constant_initializer(0.0))
            wx = tf.matmul(inputs, W) + b
            uh = tf.matmul(state, U)
            wr, wz, wn = tf.split(wx, 3, 1)
            ur, uz, un = tf.split(uh, 3, 1)
            r = tf.nn.sigmoid(wr + ur)
            z = tf.nn.tanh(wz + uz)
            n = tf.nn.tanh(r * (wn + un))
            new_h = (1 - z) * n + z * state
        return new_h, new_h


def main(_):
    x = tf.placeholder(tf.float32, [None, 20, 8])
    out, last = tf.nn.dynamic_rnn(GRUCell(FLAGS.hidden), x, dtype=tf.float32)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        print(sess.run(last, {x: np.zeros((2, 20, 8))}).shape)


if __name__ == "__main__":
    tf.app.run()
