import numpy
import theano
import theano.tensor as T


def ortho(n, m):
    rng = numpy.random.RandomState(23455)
    return rng.normal(0, 0.2, (n, m)).astype(theano.config.floatX)


class RecurrentEncoder(object):
    """ Context encoder. `apply` continues from the hidden state of the turn before. """

    def __init__(self, n_in, n_hidden):
        self.n_hidden = n_hidden
        self.W_in = theano.shared(ortho(n_in, n_hidden), name='W_in')
        self.W_hh = theano.shared(ortho(n_hidden, n_hidden), name='W_hh')
        self.b_hh = theano.shared(numpy.zeros(n_hidden, dtype=theano.config.floatX), name='b_hh')
        self.W_in_r = theano.shared(ortho(n_in, n_hidden), name='W_in_r')
        self.W_hh_r = theano.shared(ortho(n_hidden, n_hidden), name='W_hh_r')
        self.b_r = theano.shared(numpy.zeros(n_hidden, dtype=theano.config.floatX), name='b_r')
        self.W_in_z = theano.shared(ortho(n_in, n_hidden), name='W_in_z')
        self.W_hh_z = theano.shared(ortho(n_hidden, n_hidden), name='W_hh_z')
        self.b_z = theano.shared(numpy.zeros(n_hidden, dtype=theano.config.floatX), name='b_z')
        self.params = [self.W_in, self.W_hh, self.b_hh, self.W_in_r, self.W_hh_r, self.b_r,
                       self.W_in_z, self.W_hh_z, self.b_z]

    def GRU_step(self, x_t, m_t, h_tm1):
        r_t = T.nnet.sigmoid(T.dot(x_t, self.W_in_r) + T.dot(h_tm1, self.W_hh_r) + self.b_r)
        z_t = T.nnet.sigmoid(T.dot(x_t, self.W_in_z) + T.dot(h_tm1, self.W_hh_z) + self.b_z)
        h_tilde = T.tanh(T.dot(x_t, self.W_in) + T.dot(r_t * h_tm1, self.W_hh) + self.b_hh)
        h_t = (numpy.float32(1.) - z_t) * h_tm1 + z_t * h_tilde
        m_t = m_t.dimshuffle(0, 'x')
        return m_t * h_t + (1 - m_t) * h_tm1

    def apply(self, x, mask, prev_h):
        h_0 = prev_h
        h, _ = theano.scan(self.GRU_step, sequences=[x, mask], outputs_info=[h_0])
        return h
