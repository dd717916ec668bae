import numpy
import theano
import theano.tensor as T


def glorot(nin, nout):
    lim = numpy.sqrt(6. / (nin + nout))
    return theano.shared(numpy.random.uniform(-lim, lim, (nin, nout)).astype(theano.config.floatX))


class BidirectionalGRU(object):
    """ two GRULayers, concatenated """
    def __init__(self, x, n_in, n_hid):
        self.fwd = GRULayer(x, n_in, n_hid)
        self.bwd = GRULayer(x[::-1], n_in, n_hid)
        self.output = T.concatenate([self.fwd.output, self.bwd.output[::-1]], axis=2)
        self.params = self.fwd.params + self.bwd.params


class GRULayer(object):
    def __init__(self, x, n_in, n_hid):
        self.Wx = [glorot(n_in, n_hid) for _ in range(3)]
        self.Wh = [glorot(n_hid, n_hid) for _ in range(3)]
        self.b = [theano.shared(numpy.zeros(n_hid, dtype=theano.config.floatX)) for _ in range(3)]
        self.params = self.Wx + self.Wh + self.b
        self.output, _ = theano.scan(self.step, sequences=[x],
                                     outputs_info=[T.alloc(0., x.shape[1], n_hid)])

    def step(self, x_t, h_tm1):
        z = T.nnet.sigmoid(T.dot(x_t, self.Wx[0]) + T.dot(h_tm1, self.Wh[0]) + self.b[0])
        r = T.nnet.sigmoid(T.dot(x_t, self.Wx[1]) + T.dot(h_tm1, self.Wh[1]) + self.b[1])
        hc = T.tanh(T.dot(x_t, self.Wx[2]) + T.dot(r * h_tm1, self.Wh[2]) + self.b[2])
        return z * h_tm1 + z * hc
