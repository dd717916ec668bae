import numpy
import theano
import theano.tensor as tensor

floatX = theano.config.floatX


def ortho(n):
    u, s, v = numpy.linalg.svd(numpy.random.randn(n, n))
    return u.astype(floatX)


class GatedRecurrent(object):
    def __init__(self, nin, dim):
        self.dim = dim
        self.W = theano.shared((0.01 * numpy.random.randn(nin, 2 * dim)).astype(floatX), name='W')
        self.U = theano.shared(numpy.concatenate([ortho(dim), ortho(dim)], axis=1), name='U')
        self.b = theano.shared(numpy.zeros((2 * dim,), dtype=floatX), name='b')
        self.Wx = theano.shared((0.01 * numpy.random.randn(nin, dim)).astype(floatX), name='Wx')
        self.Ux = theano.shared(ortho(dim), name='Ux')
        self.bx = theano.shared(numpy.zeros((dim,), dtype=floatX), name='bx')

    def apply(self, state_below, mask):
        dim = self.dim

        def _slice(_x, n):
            return _x[:, n * dim:(n + 1) * dim]

        def _step(m_, x_, xx_, h_):
            preact = tensor.dot(h_, self.U) + x_
            r = tensor.nnet.sigmoid(_slice(preact, 0))
            u = tensor.nnet.sigmoid(_slice(preact, 1))
            preactx = tensor.dot(h_, self.Ux) * r + xx_
            h = tensor.tanh(preactx)
            h = u * h_ + (1. - u) * h

            h = (1. - m_[:, None]) * h + m_[:, None] * h_
            return h

        state_below_ = tensor.dot(state_below, self.W) + self.b
        state_belowx = tensor.dot(state_below, self.Wx) + self.bx
        init = tensor.alloc(0., state_below.shape[1], dim)
        rval, _ = theano.scan(_step, sequences=[mask, state_below_, state_belowx], outputs_info=[init])
        return rval
