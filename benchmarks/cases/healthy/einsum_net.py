import numpy as np

# all weights are (gate, in, out). gate axis: candidate, keep, expose
FORGET_OFFSET = 1.0


def init(rng, n, m):
    return dict(
        w=rng.normal(size=(3, n, m)) / np.sqrt(n),
        v=rng.normal(size=(3, m, m)) / np.sqrt(m),
        a=np.zeros((3, m)),
    )


def cell(params, carry, inputs):
    """(params, carry [b m], inputs [b n]) -> (carry, output)"""
    wx = np.einsum('bn,gnm->gbm', inputs, params['w']) + params['a'][:, None, :]
    vh = np.einsum('bm,gmk->gbk', carry, params['v'][1:])
    keep = np.reciprocal(1 + np.exp(-(wx[1] + vh[0] + FORGET_OFFSET)))
    expose = np.reciprocal(1 + np.exp(-(wx[2] + vh[1])))
    cand = np.tanh(wx[0] + np.einsum('bm,mk->bk', expose * carry, params['v'][0]))
    carry = keep * carry + (1 - keep) * cand
    return carry, carry
