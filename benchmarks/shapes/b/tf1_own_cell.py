import tensorflow as tf
from tensorflow.contrib.rnn import RNNCell


class PlainGRU(RNNCell):

    def __init__(self, size):
        self.size = size

    @property
    def state_size(self):
        return self.size

    @property
    def output_size(self):
        return self.size

    def __call__(self, inputs, state, scope=None):
        with tf.variable_scope(scope or "plain_gru"):
            d = inputs.get_shape()[1].value
            with tf.variable_scope("gates"):
                W = tf.get_variable("W", [d + self.size, 2 * self.size])
                b = tf.get_variable("b", [2 * self.size], initializer=tf.constant_initializer(1.0))
                g = tf.sigmoid(tf.matmul(tf.concat([inputs, state], 1), W) + b)
                update, reset = tf.split(g, 2, 1)
            with tf.variable_scope("memory"):
                W = tf.get_variable("W", [d + self.size, self.size])
                b = tf.get_variable("b", [self.size], initializer=tf.constant_initializer(0.0))
                memory = tf.nn.tanh(tf.matmul(tf.concat([inputs, reset * state], 1), W) + b)
            new_state = update * state + (1 - update) * memory
        return new_state, new_state
