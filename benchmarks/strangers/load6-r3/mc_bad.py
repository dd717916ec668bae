"""
Minimal character-level GRU language model, numpy only.
Adapted from the well known vanilla RNN gist.
"""
import numpy as np

data = open('shakespeare.txt', 'r').read()
chars = sorted(set(data))
vocab_size = len(chars)
char_to_ix = {c: i for i, c in enumerate(chars)}
ix_to_char = {i: c for i, c in enumerate(chars)}

hidden_size = 64
seq_length = 25
learning_rate = 1e-1

rng = np.random.RandomState(1)
def init(*shape):
    return rng.randn(*shape) * 0.1

Wz, Wr, Wh = init(hidden_size, vocab_size), init(hidden_size, vocab_size), init(hidden_size, vocab_size)
Uz, Ur, Uh = init(hidden_size, hidden_size), init(hidden_size, hidden_size), init(hidden_size, hidden_size)
bz, br, bh = np.zeros((hidden_size, 1)), np.zeros((hidden_size, 1)), np.zeros((hidden_size, 1))
Wy = init(vocab_size, hidden_size)
by = np.zeros((vocab_size, 1))


def sigmoid(a):
    return 1. / (1. + np.exp(-a))


def forward(inputs, hprev):
    xs, zs, rs, hh, hs, ps = {}, {}, {}, {}, {}, {}
    hs[-1] = np.copy(hprev)
    for t in range(len(inputs)):
        xs[t] = np.zeros((vocab_size, 1))
        xs[t][inputs[t]] = 1
        zs[t] = sigmoid(Wz.dot(xs[t]) + Uz.dot(hs[t-1]) + bz)
        rs[t] = sigmoid(Wr.dot(xs[t]) + Ur.dot(hs[t-1]) + br)
        hh[t] = np.tanh(Wh.dot(xs[t]) + Uh.dot(rs[t] * hs[t-1]) + bh)
        hs[t] = (1 - zs[t]) * hs[t-1] + zs[t] * hh[t]
        y = Wy.dot(hs[t]) + by
        e = np.exp(y - y.max())
        ps[t] = e / e.sum()
    return xs, zs, rs, hh, hs, ps


def loss_fn(ps, targets):
    return -sum(np.log(ps[t][targets[t], 0]) for t in range(len(targets)))


def backward(xs, zs, rs, hh, hs, ps, targets):
    dWz, dWr, dWh = np.zeros_like(Wz), np.zeros_like(Wr), np.zeros_like(Wh)
    dUz, dUr, dUh = np.zeros_like(Uz), np.zeros_like(Ur), np.zeros_like(Uh)
    dbz, dbr, dbh = np.zeros_like(bz), np.zeros_like(br), np.zeros_like(bh)
    dWy, dby = np.zeros_like(Wy), np.zeros_like(by)
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(targets))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        dWy += dy.dot(hs[t].T)
        dby += dy
        dh = Wy.T.dot(dy) + dhnext
        dhh = dh * zs[t] * (1 - hh[t] ** 2)
        dz = dh * (hs[t-1] - hh[t]) * zs[t] * (1 - zs[t])
        drh = Uh.T.dot(dhh)
        dr = drh * hs[t-1] * rs[t] * (1 - rs[t])
        dWh += dhh.dot(xs[t].T); dUh += dhh.dot((rs[t] * hs[t-1]).T); dbh += dhh
        dWz += dz.dot(xs[t].T); dUz += dz.dot(hs[t-1].T); dbz += dz
        dWr += dr.dot(xs[t].T); dUr += dr.dot(hs[t-1].T); dbr += dr
        dhnext = dh * (1 - zs[t]) + drh * rs[t] + Uz.T.dot(dz) + Ur.T.dot(dr)
    return dWz, dWr, dWh, dUz, dUr, dUh, dbz, dbr, dbh, dWy, dby


def sample(h, seed_ix, n):
    out = []
    ix = seed_ix
    for _ in range(n):
        _, _, _, _, hs, ps = forward([ix], h)
        h = hs[0]
        ix = np.random.choice(range(vocab_size), p=ps[0].ravel())
        out.append(ix)
    return out


params = [Wz, Wr, Wh, Uz, Ur, Uh, bz, br, bh, Wy, by]
mem = [np.zeros_like(p) for p in params]
n, p = 0, 0
while True:
    if p + seq_length + 1 >= len(data) or n == 0:
        hprev = np.zeros((hidden_size, 1))
        p = 0
    inputs = [char_to_ix[c] for c in data[p:p + seq_length]]
    targets = [char_to_ix[c] for c in data[p + 1:p + seq_length + 1]]
    cache = forward(inputs, hprev)
    grads = backward(*cache, targets)
    hprev = cache[4][len(inputs) - 1]
    for param, g, m in zip(params, grads, mem):
        np.clip(g, -5, 5, out=g)
        m += g * g
        param -= learning_rate * g / np.sqrt(m + 1e-8)
    if n % 100 == 0:
        print(n, loss_fn(cache[-1], targets), ''.join(ix_to_char[i] for i in sample(hprev, inputs[0], 200)))
    p += seq_length
    n += 1
