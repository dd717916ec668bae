from __future__ import print_function
import numpy
import theano
import theano.tensor as T


class SentenceEncoder(object):
    """Encodes a batch of sentences given as word ids, (time, batch)"""

    def __init__(self, rng, x, vocab_size, dim_emb, dim_hid):
        def w(*s):
            return theano.shared((rng.rand(*s) - 0.5).astype(theano.config.floatX))
        self.Wemb = w(vocab_size, dim_emb)
        self.W = dict(z=w(dim_emb, dim_hid), r=w(dim_emb, dim_hid), n=w(dim_emb, dim_hid))
        self.U = dict(z=w(dim_hid, dim_hid), r=w(dim_hid, dim_hid), n=w(dim_hid, dim_hid))
        self.b = dict(z=w(dim_hid), r=w(dim_hid), n=w(dim_hid))
        self.dim = dim_hid
        emb = self.Wemb[x.flatten()].reshape((x.shape[0], x.shape[1], dim_emb))
        h0 = T.alloc(numpy.float32(0.), x.shape[1], dim_hid)
        self.states, _ = theano.scan(self.tick, sequences=emb, outputs_info=h0)
        self.output = self.states[-1]

    def lin(self, g, x, h):
        return T.dot(x, self.W[g]) + T.dot(h, self.U[g]) + self.b[g]

    def tick(self, x, h):
        z = T.nnet.sigmoid(self.lin('z', x, h))
        r = T.nnet.sigmoid(self.lin('r', x, h))
        n = T.nnet.sigmoid(self.lin('n', x, r * h))
        return z * h + (1 - z) * n


if __name__ == '__main__':
    x = T.imatrix('x')
    enc = SentenceEncoder(numpy.random.RandomState(3), x, 1000, 32, 64)
    print(theano.function([x], enc.output)(numpy.zeros((5, 2), 'int32')).shape)
