"""Attention decoder cell, TF 0.12 style helpers."""
import tensorflow as tf


def linear(args, output_size, scope, bias_start=0.0):
    total = 0
    for a in args:
        total += a.get_shape().as_list()[1]
    with tf.variable_scope(scope):
        matrix = tf.get_variable("Matrix", [total, output_size])
        bias_term = tf.get_variable("Bias", [output_size],
                                    initializer=tf.constant_initializer(bias_start))
    res = tf.matmul(tf.concat(args, 1), matrix)
    return res + bias_term


class GatedDecoderCell(object):
    def __init__(self, num_units):
        self.num_units = num_units

    def zero_state(self, batch_size, dtype=tf.float32):
        return tf.zeros([batch_size, self.num_units], dtype)

    def __call__(self, inputs, state):
        ru = linear([inputs, state], 2 * self.num_units, "Gates", 1.0)
        r, u = tf.split(tf.sigmoid(ru), 2, 1)
        c = tf.tanh(linear([inputs, r * state], self.num_units, "Candidate"))
        new_h = u * state + (1 - u) * c
        return new_h, new_h
