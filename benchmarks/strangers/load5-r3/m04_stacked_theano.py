import theano
import numpy as np
from theano import tensor as T


class GRULayer:
    def __init__(self, num_input, num_cells, input_layer=None, name=""):
        """
        GRU Layer. Takes input sequence (time, features) and returns hidden states (time, cells)
        """
        self.name = name
        self.num_input = num_input
        self.num_cells = num_cells
        self.X = input_layer.output()
        self.h0 = theano.shared(np.zeros(num_cells))
        self.s0 = theano.shared(np.zeros(num_cells))

        self.W_r = self.init((num_input, num_cells)); self.U_r = self.init((num_cells, num_cells)); self.b_r = self.vec()
        self.W_z = self.init((num_input, num_cells)); self.U_z = self.init((num_cells, num_cells)); self.b_z = self.vec()
        self.W_h = self.init((num_input, num_cells)); self.U_h = self.init((num_cells, num_cells)); self.b_h = self.vec()
        self.Y, _ = theano.scan(self.one_step, sequences=self.X, outputs_info=[self.h0])

    def init(self, shape):
        return theano.shared(np.random.uniform(-.1, .1, shape))

    def vec(self):
        return theano.shared(np.zeros(self.num_cells))

    def one_step(self, x, h):
        r = T.nnet.sigmoid(T.dot(x, self.W_r) + T.dot(h, self.U_r) + self.b_r)
        z = T.nnet.sigmoid(T.dot(x, self.W_z) + T.dot(h, self.U_z) + self.b_z)
        g = T.tanh(T.dot(x, self.W_h) + T.dot(r * h, self.U_h) + self.b_h)
        return (1 - z) * h + z * g

    def output(self):
        return self.Y


class InputLayer:
    def __init__(self, X):
        self.X = X

    def output(self):
        return self.X
