import numpy as np
import theano
import theano.tensor as T

dtype = theano.config.floatX


def init(n, m):
    return theano.shared(np.asarray(np.random.uniform(-0.1, 0.1, (n, m)), dtype=dtype))


def zeros(n):
    return theano.shared(np.zeros(n, dtype=dtype))


class Gru(object):
    def __init__(self, n_in, n_hidden, activation=T.tanh):
        self.n_in = n_in
        self.n_hidden = n_hidden
        self.activation = activation
        self.W_z, self.U_z, self.b_z = init(n_in, n_hidden), init(n_hidden, n_hidden), zeros(n_hidden)
        self.W_r, self.U_r, self.b_r = init(n_in, n_hidden), init(n_hidden, n_hidden), zeros(n_hidden)
        self.W_h, self.U_h, self.b_h = init(n_in, n_hidden), init(n_hidden, n_hidden), zeros(n_hidden)
        self.params = [self.W_z, self.U_z, self.b_z,
                       self.W_r, self.U_r, self.b_r,
                       self.W_h, self.U_h, self.b_h]

    def recurrence(self, x_t, h_tm1):
        z = T.nnet.sigmoid(T.dot(x_t, self.W_z) + T.dot(h_tm1, self.U_z) + self.b_z)
        r = T.nnet.sigmoid(T.dot(x_t, self.W_r) + T.dot(h_tm1, self.U_r) + self.b_r)
        h_hat = self.activation(T.dot(x_t, self.W_h) + T.dot(r * h_tm1, self.U_h) + self.b_h)
        return (1 - z) * h_tm1 + z * h_hat

    def output(self, x):
        """x: (time, batch, n_in)"""
        h_0 = T.zeros((x.shape[1], self.n_hidden), dtype=dtype)
        h, _ = theano.scan(self.recurrence, sequences=x, outputs_info=h_0)
        return h
