import numpy
import theano
import theano.tensor as T

floatX = theano.config.floatX


def shared_normal(*shape):
    return theano.shared(numpy.random.normal(0, 0.1, shape).astype(floatX))


class GatedLayer(object):
    def __init__(self, input, n_in, n_out):
        self.n_out = n_out
        self.W_in = shared_normal(n_in, 3 * n_out)
        self.W_rec = shared_normal(n_out, 2 * n_out)
        self.W_cand = shared_normal(n_out, n_out)
        self.bias = shared_normal(3 * n_out)
        self.params = [self.W_in, self.W_rec, self.W_cand, self.bias]

        projected = T.dot(input, self.W_in) + self.bias
        h0 = T.zeros((input.shape[1], n_out), dtype=floatX)
        self.output, _ = theano.scan(self.recurrence, sequences=[projected], outputs_info=[h0])

    def part(self, m, k):
        return m[:, k * self.n_out:(k + 1) * self.n_out]

    def recurrence(self, p, h):
        rec = T.dot(h, self.W_rec)
        keep = T.nnet.sigmoid(self.part(p, 0) + self.part(rec, 0))
        look = T.nnet.sigmoid(self.part(p, 1) + self.part(rec, 1))
        cand = T.tanh(look * self.part(p, 2) + T.dot(h, self.W_cand))
        return keep * h + (1. - keep) * cand


if __name__ == '__main__':
    x = T.tensor3('x')
    layer = GatedLayer(x, 4, 5)
    print(theano.function([x], layer.output)(numpy.random.rand(6, 2, 4).astype(floatX)).shape)
