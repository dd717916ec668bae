def param_init_fgru(options, params, prefix='fgru', nin=None, dim=None):
    if nin is None:
        nin = options['dim_word']
    if dim is None:
        dim = options['dim']
    params[_p(prefix, 'W')] = numpy.concatenate([norm_weight(nin, dim), norm_weight(nin, dim)], axis=1)
    params[_p(prefix, 'b')] = numpy.zeros((2 * dim,)).astype('float32')
    params[_p(prefix, 'U')] = numpy.concatenate([ortho_weight(dim), ortho_weight(dim)], axis=1)
    params[_p(prefix, 'Wx')] = norm_weight(nin, dim)
    params[_p(prefix, 'Ux')] = ortho_weight(dim)
    params[_p(prefix, 'bx')] = numpy.zeros((dim,)).astype('float32')
    return params


def fgru_layer(tparams, state_below, options, prefix='fgru', mask=None, go_backwards=False, **kwargs):
    n_steps = state_below.shape[0]
    n_samples = state_below.shape[1] if state_below.ndim == 3 else 1
    dim = tparams[_p(prefix, 'Ux')].shape[1]

    if mask is None:
        mask = tensor.alloc(1., n_steps, n_samples)

    def _slice(_x, n, dim):
        return _x[:, n*dim:(n+1)*dim]

    xg = tensor.dot(state_below, tparams[_p(prefix, 'W')]) + tparams[_p(prefix, 'b')]
    xc = tensor.dot(state_below, tparams[_p(prefix, 'Wx')]) + tparams[_p(prefix, 'bx')]

    def _step(m_, xg_, xc_, h_, U, Ux):
        pre = tensor.dot(h_, U) + xg_
        r = tensor.nnet.sigmoid(_slice(pre, 0, dim))
        u = tensor.nnet.sigmoid(_slice(pre, 1, dim))
        prex = tensor.dot(h_, Ux) * r + xc_
        cand = tensor.tanh(prex)
        h = u * h_ + (1. - u) * cand
        h = m_[:, None] * h + (1. - m_)[:, None] * h_
        return h

    rval, updates = theano.scan(_step,
                                sequences=[mask, xg, xc],
                                outputs_info=[tensor.alloc(0., n_samples, dim)],
                                non_sequences=[tparams[_p(prefix, 'U')], tparams[_p(prefix, 'Ux')]],
                                go_backwards=go_backwards,
                                name=_p(prefix, '_layers'),
                                n_steps=n_steps,
                                strict=True)
    return [rval]
