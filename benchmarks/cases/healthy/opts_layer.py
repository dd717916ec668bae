'''
encoder for sentence embeddings, numpy version of the training code
options: dict with n_words, dim_word, dim
'''
import numpy


def init_params(options):
    params = {}
    d, n = options['dim_word'], options['dim']
    for g in ['z', 'r', 'h']:
        params['encoder_W' + g] = 0.1 * numpy.random.randn(d, n)
        params['encoder_U' + g] = 0.1 * numpy.random.randn(n, n)
        params['encoder_b' + g] = numpy.zeros((n,))
    return params


def encode(params, x, mask, options):
    """
    x:    n_samples x n_steps x dim_word
    mask: n_samples x n_steps, 1 for words and 0 for padding
    returns the state after the last word of each sentence
    """
    n_samples, n_steps = mask.shape
    h = numpy.zeros((n_samples, options['dim']))
    for t in range(n_steps):
        pre = {}
        for g in ['z', 'r', 'h']:
            pre[g] = numpy.dot(x[:, t, :], params['encoder_W' + g]) + params['encoder_b' + g]
        z = 1. / (1. + numpy.exp(-(pre['z'] + numpy.dot(h, params['encoder_Uz']))))
        r = 1. / (1. + numpy.exp(-(pre['r'] + numpy.dot(h, params['encoder_Ur']))))
        c = numpy.tanh(pre['h'] + numpy.dot(r * h, params['encoder_Uh']))
        h_new = z * h + (1. - z) * c
        m = mask[:, t][:, None]
        h = m * h_new + (1. - m) * h
    return h
