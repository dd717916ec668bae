import numpy as np
import theano
import theano.tensor as tensor

dtype = theano.config.floatX


def ortho(n):
    u, _, _ = np.linalg.svd(np.random.randn(n, n))
    return u.astype(dtype)


class MaskedGRU(object):

    def __init__(self, nin, nunits, inp, mask):
        self.nin, self.nunits = nin, nunits
        self.Wi = theano.shared((0.1 * np.random.randn(nin, 3 * nunits)).astype(dtype), 'Wi')
        self.Ug = theano.shared(np.concatenate([ortho(nunits), ortho(nunits)], axis=1), 'Ug')
        self.Uc = theano.shared(ortho(nunits), 'Uc')
        self.bias = theano.shared(np.zeros(3 * nunits, dtype=dtype), 'bias')
        self.params = [self.Wi, self.Ug, self.Uc, self.bias]
        pre = tensor.dot(inp, self.Wi) + self.bias
        start = tensor.zeros((inp.shape[1], nunits))
        rval, updates = theano.scan(self._slice_step, sequences=[mask, pre], outputs_info=[start],
                                    name='gru', n_steps=inp.shape[0])
        self.hidden_states = rval
        self.final = rval[-1]

    def _slice_step(self, m, p, h_):
        n = self.nunits
        gates = tensor.nnet.sigmoid(tensor.dot(h_, self.Ug) + p[:, :2 * n])
        r, u = gates[:, :n], gates[:, n:]
        c = tensor.tanh(r * tensor.dot(h_, self.Uc) + p[:, 2 * n:])
        h = u * h_ + (1. - u) * c
        return m[:, None] * h
