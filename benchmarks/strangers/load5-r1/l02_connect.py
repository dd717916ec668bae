# sentence encoder, theano
import numpy as np
import theano
from theano import tensor as TT
from collections import OrderedDict


def uniform(shape, scale=0.08):
    return theano.shared(np.random.uniform(-scale, scale, size=shape).astype(theano.config.floatX))


class Layer(object):
    def __init__(self):
        self.params = []

    def connect(self, *a):
        raise Exception('abstract')


class RecurrentGatedLayer(Layer):
    def __init__(self, input_layer, nout, reverse=False):
        """input_layer: something with .output of (time, batch, features) and .n_out"""
        Layer.__init__(self)
        self.n_in = input_layer.n_out
        self.n_out = nout
        self.reverse = reverse
        self.W = uniform((self.n_in, nout * 3))
        self.U = uniform((nout, nout * 3))
        self.b = theano.shared(np.zeros((nout * 3,), dtype=theano.config.floatX))
        self.params = [self.W, self.U, self.b]
        self.output = self.connect(input_layer.output)

    def one_step(self, xw, h, U):
        n = self.n_out
        hu = TT.dot(h, U[:, :2 * n])
        z = TT.nnet.sigmoid(xw[:, :n] + hu[:, :n])
        r = TT.nnet.sigmoid(xw[:, n:2 * n] + hu[:, n:])
        cand = TT.tanh(xw[:, 2 * n:] + TT.dot(h, U[:, 2 * n:]))
        return z * h + (1. - z) * cand

    def connect(self, x):
        xw = TT.dot(x, self.W) + self.b
        h0 = TT.alloc(np.asarray(0., dtype=theano.config.floatX), x.shape[1], self.n_out)
        out, _ = theano.scan(self.one_step, sequences=[xw], outputs_info=[h0], non_sequences=[self.U],
                             go_backwards=self.reverse)
        return out


class InputLayer(Layer):
    def __init__(self, symbol, n_out):
        Layer.__init__(self)
        self.output = symbol
        self.n_out = n_out


if __name__ == '__main__':
    X = TT.tensor3()
    enc = RecurrentGatedLayer(InputLayer(X, 50), 80)
    print(theano.function([X], enc.output)(np.zeros((3, 2, 50), dtype='float32')).shape)
