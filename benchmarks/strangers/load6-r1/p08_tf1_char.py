"""GRU language model in TensorFlow 1.x, weights by hand, unrolled with tf.scan."""
import numpy as np
import tensorflow as tf

flags = tf.app.flags
flags.DEFINE_integer("hidden", 100, "hidden units")
flags.DEFINE_integer("embed", 50, "embedding size")
flags.DEFINE_float("lr", 1e-3, "learning rate")
FLAGS = flags.FLAGS


class GRULayer(object):
    def __init__(self, in_size, out_size, name="gru"):
        self.in_size = in_size
        self.out_size = out_size
        with tf.variable_scope(name):
            init = tf.random_normal_initializer(stddev=0.1)
            self.Wz = tf.get_variable("Wz", [in_size, out_size], initializer=init)
            self.Uz = tf.get_variable("Uz", [out_size, out_size], initializer=init)
            self.bz = tf.get_variable("bz", [out_size], initializer=tf.constant_initializer(0.0))
            self.Wr = tf.get_variable("Wr", [in_size, out_size], initializer=init)
            self.Ur = tf.get_variable("Ur", [out_size, out_size], initializer=init)
            self.br = tf.get_variable("br", [out_size], initializer=tf.constant_initializer(0.0))
            self.Wc = tf.get_variable("Wc", [in_size, out_size], initializer=init)
            self.Uc = tf.get_variable("Uc", [out_size, out_size], initializer=init)
            self.bc = tf.get_variable("bc", [out_size], initializer=tf.constant_initializer(0.0))

    def step(self, prev, x):
        z = tf.sigmoid(tf.matmul(x, self.Wz) + tf.matmul(prev, self.Uz) + self.bz)
        r = tf.sigmoid(tf.matmul(x, self.Wr) + tf.matmul(prev, self.Ur) + self.br)
        c = tf.tanh(tf.matmul(x, self.Wc) + tf.matmul(r * prev, self.Uc) + self.bc)
        return (1 - z) * prev + z * c

    def __call__(self, inputs):
        """inputs: [batch, time, in_size] -> [batch, time, out_size]"""
        xs = tf.transpose(inputs, [1, 0, 2])
        h0 = tf.zeros([tf.shape(inputs)[0], self.out_size])
        states = tf.scan(lambda prev, x: self.step(h0, x), xs, initializer=h0)
        return tf.transpose(states, [1, 0, 2])


def build(vocab):
    tokens = tf.placeholder(tf.int32, [None, None])
    table = tf.get_variable("embedding", [vocab, FLAGS.embed])
    hs = GRULayer(FLAGS.embed, FLAGS.hidden)(tf.nn.embedding_lookup(table, tokens))
    W = tf.get_variable("W", [FLAGS.hidden, vocab])
    return tokens, tf.tensordot(hs, W, 1)


def main(_):
    tokens, logits = build(128)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        print(sess.run(logits, {tokens: np.zeros((2, 5), np.int32)}).shape)


if __name__ == "__main__":
    tf.app.run()
