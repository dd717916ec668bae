"""
Minimal character-level model, gated version. Written after the well-known 112-line vanilla gist.
"""
import numpy as np

# hyperparameters
hidden_size = 10
vocab_size = 4
learning_rate = 1e-1

# model parameters
Wxz = np.random.randn(hidden_size, vocab_size) * 0.01
Whz = np.random.randn(hidden_size, hidden_size) * 0.01
bz = np.zeros((hidden_size, 1))
Wxr = np.random.randn(hidden_size, vocab_size) * 0.01
Whr = np.random.randn(hidden_size, hidden_size) * 0.01
br = np.zeros((hidden_size, 1))
Wxh = np.random.randn(hidden_size, vocab_size) * 0.01
Whh = np.random.randn(hidden_size, hidden_size) * 0.01
bh = np.zeros((hidden_size, 1))


def sigm(a):
    return 1.0 / (1.0 + np.exp(-a))


def forward(xs, hprev):
    """xs is a list of (vocab_size, 1) columns, hprev is (hidden_size, 1)"""
    zs, rs, cs, hs = {}, {}, {}, {}
    hs[-1] = np.copy(hprev)
    for t in range(len(xs)):
        zs[t] = sigm(np.dot(Wxz, xs[t]) + np.dot(Whz, hs[t - 1]) + bz)
        rs[t] = sigm(np.dot(Wxr, xs[t]) + np.dot(Whr, hs[t - 1]) + br)
        cs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, rs[t] * hs[t - 1]) + bh)
        hs[t] = zs[t] * cs[t] + (1 - zs[t]) * hs[t - 1]
    return hs, (xs, zs, rs, cs, hs)


def backward(dhs, cache):
    """dhs: one column of gradient from the output layer per step"""
    xs, zs, rs, cs, hs = cache
    dWxz, dWhz, dbz = np.zeros_like(Wxz), np.zeros_like(Whz), np.zeros_like(bz)
    dWxr, dWhr, dbr = np.zeros_like(Wxr), np.zeros_like(Whr), np.zeros_like(br)
    dWxh, dWhh, dbh = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(bh)
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(xs))):
        dh = dhs[t] + dhnext
        dc = dh * zs[t]
        dcraw = dc * (1 - cs[t] * cs[t])  # backprop through tanh nonlinearity
        dbh += dcraw
        dWxh += np.dot(dcraw, xs[t].T)
        dWhh += np.dot(dcraw, (rs[t] * hs[t - 1]).T)
        drh = np.dot(Whh.T, dcraw)
        dr = drh * hs[t - 1]
        drraw = dr * rs[t] * (1 - rs[t])
        dbr += drraw
        dWxr += np.dot(drraw, xs[t].T)
        dWhr += np.dot(drraw, hs[t - 1].T)
        dz = dh * (cs[t] - hs[t - 1])
        dzraw = dz * zs[t] * (1 - zs[t])
        dbz += dzraw
        dWxz += np.dot(dzraw, xs[t].T)
        dWhz += np.dot(dzraw, hs[t - 1].T)
        dhnext = dh * (1 - zs[t]) + drh * rs[t] + np.dot(Whr.T, drraw) + np.dot(Whz.T, dzraw)
    grads = [dWxz, dWhz, dbz, dWxr, dWhr, dbr, dWxh, dWhh, dbh]
    for dparam in grads:
        np.clip(dparam, -5, 5, out=dparam)  # clip to mitigate exploding gradients
    return grads, dhnext
