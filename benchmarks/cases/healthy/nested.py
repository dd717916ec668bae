import numpy as np


def default_params(nx, nh, rng=np.random):
    def gate():
        return {
            'input': {'weight': rng.randn(nx, nh) * .1, 'bias': np.zeros(nh)},
            'hidden': {'weight': rng.randn(nh, nh) * .1, 'bias': np.zeros(nh)},
        }
    return {'update': gate(), 'reset': gate(), 'new': gate()}


def linear(p, v):
    return v @ p['weight'] + p['bias']


def gate(p, x, h):
    return 1 / (1 + np.exp(-(linear(p['input'], x) + linear(p['hidden'], h))))


def rnn_step(params, h, x):
    u = gate(params['update'], x, h)
    r = gate(params['reset'], x, h)
    n = np.tanh(linear(params['new']['input'], x) + r * linear(params['new']['hidden'], h))
    return (1 - u) * n + u * h


def rnn(params, xs, h0):
    """xs: list of (batch, nx)"""
    states = [h0]
    for x in xs:
        states.append(rnn_step(params, states[-1], x))
    return states[1:]
