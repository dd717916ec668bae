import numpy
import theano
from theano import tensor
from theano import config


def _p(pp, name):
    return '%s_%s' % (pp, name)


def ortho_weight(ndim):
    W = numpy.random.randn(ndim, ndim)
    u, s, v = numpy.linalg.svd(W)
    return u.astype(config.floatX)


def param_init_rec(options, params, prefix='rec'):
    d = options['dim_proj']
    for part in 'WU':
        params[_p(prefix, part)] = numpy.concatenate([ortho_weight(d) for i in range(3)], axis=1)
    params[_p(prefix, 'b')] = numpy.zeros((3 * d,)).astype(config.floatX)
    return params


def rec_layer(tparams, state_below, options, prefix='rec', mask=None):
    nsteps, n_samples = state_below.shape[0], state_below.shape[1]
    d = options['dim_proj']
    assert mask is not None

    def part(_x, n):
        return _x[:, n * d:(n + 1) * d]

    def _step(m_, x_, h_):
        U = tparams[_p(prefix, 'U')]
        pre = x_[:, :2 * d] + tensor.dot(h_, U[:, :2 * d])
        z = tensor.nnet.sigmoid(part(pre, 0))
        r = tensor.nnet.sigmoid(part(pre, 1))
        c = tensor.tanh(part(x_, 2) + tensor.dot(r * h_, part(U, 2)))
        h = z * h_ + (1. - z) * c
        return tensor.switch(tensor.gt(m_[:, None], 0), h, h_)

    state_below = tensor.dot(state_below, tparams[_p(prefix, 'W')]) + tparams[_p(prefix, 'b')]
    h0 = tensor.alloc(numpy.asarray(0., dtype=config.floatX), n_samples, d)
    hs, updates = theano.scan(_step, sequences=[mask, state_below], outputs_info=[h0],
                              name=_p(prefix, '_layers'), n_steps=nsteps)
    return hs
