"""
GRU layer in the manner of the deep learning tutorials.
"""
import cPickle
import gzip
import os
import sys
import time

import numpy

import theano
import theano.tensor as T


class GRU(object):
    def __init__(self, rng, input, n_in, n_hidden, params=None, activation=T.tanh):
        """
        :type rng: numpy.random.RandomState
        :type input: theano.tensor.TensorType
        :param input: symbolic matrix (n_steps, n_in)
        """
        self.input = input
        self.n_hidden = n_hidden
        self.activation = activation

        def init(rows, cols, name):
            bound = numpy.sqrt(6. / (rows + cols))
            values = numpy.asarray(rng.uniform(low=-bound, high=bound, size=(rows, cols)),
                                   dtype=theano.config.floatX)
            return theano.shared(value=values, name=name, borrow=True)

        def bias(name):
            return theano.shared(value=numpy.zeros((n_hidden,), dtype=theano.config.floatX), name=name, borrow=True)

        if params is None:
            self.W_xu, self.W_hu, self.b_u = init(n_in, n_hidden, 'W_xu'), init(n_hidden, n_hidden, 'W_hu'), bias('b_u')
            self.W_xr, self.W_hr, self.b_r = init(n_in, n_hidden, 'W_xr'), init(n_hidden, n_hidden, 'W_hr'), bias('b_r')
            self.W_xc, self.W_hc, self.b_c = init(n_in, n_hidden, 'W_xc'), init(n_hidden, n_hidden, 'W_hc'), bias('b_c')
            self.params = [self.W_xu, self.W_hu, self.b_u, self.W_xr, self.W_hr, self.b_r,
                           self.W_xc, self.W_hc, self.b_c]
        else:
            self.params = params
            (self.W_xu, self.W_hu, self.b_u, self.W_xr, self.W_hr, self.b_r,
             self.W_xc, self.W_hc, self.b_c) = params

        self.h0 = theano.shared(value=numpy.zeros((n_hidden,), dtype=theano.config.floatX), name='h0', borrow=True)

        def recurrence(x_t, h_tm1):
            u = T.nnet.sigmoid(T.dot(x_t, self.W_xu) + T.dot(h_tm1, self.W_hu) + self.b_u)
            r = T.nnet.sigmoid(T.dot(x_t, self.W_xr) + T.dot(h_tm1, self.W_hr) + self.b_r)
            c = self.activation(T.dot(x_t, self.W_xc) + T.dot(r * h_tm1, self.W_hc) + self.b_c)
            h_t = (1 - u) * h_tm1 + u * c
            return h_t

        self.h, _ = theano.scan(recurrence, sequences=self.input, outputs_info=self.h0)
        self.output = self.h[-1]
        self.L2_sqr = sum((p ** 2).sum() for p in self.params)


def load_data(dataset):
    f = gzip.open(dataset, 'rb')
    train_set, valid_set, test_set = cPickle.load(f)
    f.close()
    return train_set


if __name__ == '__main__':
    x = T.matrix('x')
    rng = numpy.random.RandomState(1234)
    layer = GRU(rng, x, 28, 100)
    f = theano.function([x], layer.output)
