"""gru(x, h, W, U, b): the whole thing in one function.

W: (3, n, d)   U: (3, n, n)   b: (3, n)     0 = reset, 1 = update, 2 = new
"""
from numpy import exp, tanh, zeros, array
from numpy.random import default_rng


def init(d, n, seed=None):
    g = default_rng(seed)
    return g.normal(0, .1, (3, n, d)), g.normal(0, .1, (3, n, n)), zeros((3, n))


def gru(x, h, W, U, b):
    s = lambda v: 1/(1+exp(-v))
    r = s(W[0] @ x + U[0] @ h + b[0])
    u = s(W[1] @ x + U[1] @ h + b[1])
    return u*h + (1-u)*tanh(W[2] @ x + U[2] @ (r*h) + b[2])


def scan(xs, h, W, U, b):
    out = []
    for x in xs:
        h = gru(x, h, W, U, b)
        out.append(h)
    return array(out)


if __name__ == '__main__':
    p = init(4, 6, 0)
    print(scan(zeros((10, 4)), zeros(6), *p).shape)
