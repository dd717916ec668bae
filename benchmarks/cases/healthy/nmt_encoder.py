import numpy
import theano
import theano.tensor as tensor

floatX = theano.config.floatX


def _p(pp, name):
    return '%s_%s' % (pp, name)


def norm_weight(nin, nout, scale=0.01):
    return (scale * numpy.random.randn(nin, nout)).astype(floatX)


def ortho_weight(ndim):
    W = numpy.random.randn(ndim, ndim)
    u, s, v = numpy.linalg.svd(W)
    return u.astype(floatX)


def param_init_gru(options, params, prefix='gru', nin=None, dim=None):
    if nin is None:
        nin = options['dim_word']
    if dim is None:
        dim = options['dim']

    # embedding to gates transformation weights, biases
    params[_p(prefix, 'W')] = numpy.concatenate([norm_weight(nin, dim),
                                                 norm_weight(nin, dim)], axis=1)
    params[_p(prefix, 'b')] = numpy.zeros((2 * dim,)).astype(floatX)
    # recurrent transformation weights for gates
    params[_p(prefix, 'U')] = numpy.concatenate([ortho_weight(dim),
                                                 ortho_weight(dim)], axis=1)
    # embedding to hidden state proposal weights, biases
    params[_p(prefix, 'Wx')] = norm_weight(nin, dim)
    params[_p(prefix, 'bx')] = numpy.zeros((dim,)).astype(floatX)
    # recurrent transformation weights for hidden state proposal
    params[_p(prefix, 'Ux')] = ortho_weight(dim)
    return params


def gru_layer(tparams, state_below, options, prefix='gru', mask=None, **kwargs):
    nsteps = state_below.shape[0]
    if state_below.ndim == 3:
        n_samples = state_below.shape[1]
    else:
        n_samples = 1

    dim = tparams[_p(prefix, 'Ux')].shape[1]

    if mask is None:
        mask = tensor.alloc(1., state_below.shape[0], 1)

    def _slice(_x, n, dim):
        if _x.ndim == 3:
            return _x[:, :, n * dim:(n + 1) * dim]
        return _x[:, n * dim:(n + 1) * dim]

    # state_below is the input word embeddings
    state_below_ = tensor.dot(state_below, tparams[_p(prefix, 'W')]) + \
        tparams[_p(prefix, 'b')]
    state_belowx = tensor.dot(state_below, tparams[_p(prefix, 'Wx')]) + \
        tparams[_p(prefix, 'bx')]

    # sequences: m_, x_, xx_ | outputs: h_ | non_sequences: U, Ux
    def _step_slice(m_, x_, xx_, h_, U, Ux):
        preact = tensor.dot(h_, U)
        preact += x_

        # reset and update gates
        r = tensor.nnet.sigmoid(_slice(preact, 0, dim))
        u = tensor.nnet.sigmoid(_slice(preact, 1, dim))

        preactx = tensor.dot(h_, Ux)
        preactx = preactx * r
        preactx = preactx + xx_

        h = tensor.tanh(preactx)

        # leaky integrate and obtain next hidden state
        h = u * h_ + (1. - u) * h
        h = m_[:, None] * h + (1. - m_)[:, None] * h_

        return h

    rval, updates = theano.scan(_step_slice,
                                sequences=[mask, state_below_, state_belowx],
                                outputs_info=[tensor.alloc(0., n_samples, dim)],
                                non_sequences=[tparams[_p(prefix, 'U')],
                                               tparams[_p(prefix, 'Ux')]],
                                name=_p(prefix, '_layers'),
                                n_steps=nsteps)
    rval = [rval]
    return rval
