from collections import OrderedDict
import sys
import numpy
import theano
from theano import config
import theano.tensor as tensor
from theano.sandbox.rng_mrg import MRG_RandomStreams as RandomStreams

SEED = 123
numpy.random.seed(SEED)


def numpy_floatX(data):
    return numpy.asarray(data, dtype=config.floatX)


def _p(pp, name):
    return '%s_%s' % (pp, name)


def ortho_weight(ndim):
    W = numpy.random.randn(ndim, ndim)
    u, s, v = numpy.linalg.svd(W)
    return u.astype(config.floatX)


def init_params(options):
    params = OrderedDict()
    params['Wemb'] = (0.01 * numpy.random.rand(options['n_words'], options['dim_proj'])).astype(config.floatX)
    params = param_init_gru(options, params, prefix='gru')
    params['U'] = 0.01 * numpy.random.randn(options['dim_proj'], options['ydim']).astype(config.floatX)
    params['b'] = numpy.zeros((options['ydim'],)).astype(config.floatX)
    return params


def init_tparams(params):
    tparams = OrderedDict()
    for kk, pp in params.items():
        tparams[kk] = theano.shared(params[kk], name=kk)
    return tparams


def param_init_gru(options, params, prefix='gru'):
    d = options['dim_proj']
    params[_p(prefix, 'W')] = numpy.concatenate([ortho_weight(d), ortho_weight(d), ortho_weight(d)], axis=1)
    params[_p(prefix, 'U')] = numpy.concatenate([ortho_weight(d), ortho_weight(d), ortho_weight(d)], axis=1)
    params[_p(prefix, 'b')] = numpy.zeros((3 * d,)).astype(config.floatX)
    return params


def gru_layer(tparams, state_below, options, prefix='gru', mask=None):
    nsteps = state_below.shape[0]
    if state_below.ndim == 3:
        n_samples = state_below.shape[1]
    else:
        n_samples = 1

    assert mask is not None

    def _slice(_x, n, dim):
        if _x.ndim == 3:
            return _x[:, :, n * dim:(n + 1) * dim]
        return _x[:, n * dim:(n + 1) * dim]

    dim = options['dim_proj']

    def _step(m_, x_, h_):
        u = tensor.nnet.sigmoid(_slice(x_, 0, dim) + tensor.dot(h_, tparams[_p(prefix, 'U')][:, :dim]))
        r = tensor.nnet.sigmoid(_slice(x_, 1, dim) + tensor.dot(h_, tparams[_p(prefix, 'U')][:, dim:2 * dim]))
        c = tensor.tanh(_slice(x_, 2, dim) + tensor.dot(r * h_, tparams[_p(prefix, 'U')][:, 2 * dim:]))
        h = u * h_ + (1. - u) * c
        h = m_[:, None] * h_ + (1. - m_)[:, None] * h
        return h

    state_below = (tensor.dot(state_below, tparams[_p(prefix, 'W')]) + tparams[_p(prefix, 'b')])

    rval, updates = theano.scan(_step,
                                sequences=[mask, state_below],
                                outputs_info=[tensor.alloc(numpy_floatX(0.), n_samples, dim)],
                                name=_p(prefix, '_layers'),
                                n_steps=nsteps)
    return rval


def build_model(tparams, options):
    x = tensor.matrix('x', dtype='int64')
    mask = tensor.matrix('mask', dtype=config.floatX)
    y = tensor.vector('y', dtype='int64')
    n_timesteps = x.shape[0]
    n_samples = x.shape[1]
    emb = tparams['Wemb'][x.flatten()].reshape([n_timesteps, n_samples, options['dim_proj']])
    proj = gru_layer(tparams, emb, options, prefix='gru', mask=mask)
    proj = (proj * mask[:, :, None]).sum(axis=0)
    proj = proj / mask.sum(axis=0)[:, None]
    pred = tensor.nnet.softmax(tensor.dot(proj, tparams['U']) + tparams['b'])
    f_pred = theano.function([x, mask], pred.argmax(axis=1), name='f_pred')
    cost = -tensor.log(pred[tensor.arange(n_samples), y] + 1e-8).mean()
    return x, mask, y, f_pred, cost


def train(dim_proj=128, n_words=10000, ydim=2, max_epochs=10):
    options = locals().copy()
    params = init_params(options)
    tparams = init_tparams(params)
    (x, mask, y, f_pred, cost) = build_model(tparams, options)
    grads = tensor.grad(cost, wrt=list(tparams.values()))
    f_grad = theano.function([x, mask, y], grads, name='f_grad')
    return f_grad


if __name__ == '__main__':
    train()
