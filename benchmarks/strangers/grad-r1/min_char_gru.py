"""
Minimal character-level GRU language model, after min-char-rnn.py (Karpathy).
"""
import numpy as np

data = "hello world, the quick brown fox jumps over the lazy dog. hello again, world."
chars = sorted(set(data))
data_size, vocab_size = len(data), len(chars)
char_to_ix = {ch: i for i, ch in enumerate(chars)}
ix_to_char = {i: ch for i, ch in enumerate(chars)}

hidden_size = 24
seq_length = 12
learning_rate = 1e-1

# model parameters
Wz = np.random.randn(hidden_size, vocab_size) * 0.01
Uz = np.random.randn(hidden_size, hidden_size) * 0.01
bz = np.zeros((hidden_size, 1))
Wr = np.random.randn(hidden_size, vocab_size) * 0.01
Ur = np.random.randn(hidden_size, hidden_size) * 0.01
br = np.zeros((hidden_size, 1))
Wh = np.random.randn(hidden_size, vocab_size) * 0.01
Uh = np.random.randn(hidden_size, hidden_size) * 0.01
bh = np.zeros((hidden_size, 1))


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def forward(xs, hprev):
    """xs: list of (V, 1) columns. Returns hidden states and what backward needs."""
    hs, zs, rs, cs = {-1: np.copy(hprev)}, {}, {}, {}
    for t in range(len(xs)):
        zs[t] = sigmoid(np.dot(Wz, xs[t]) + np.dot(Uz, hs[t - 1]) + bz)
        rs[t] = sigmoid(np.dot(Wr, xs[t]) + np.dot(Ur, hs[t - 1]) + br)
        cs[t] = np.tanh(np.dot(Wh, xs[t]) + np.dot(Uh, rs[t] * hs[t - 1]) + bh)
        hs[t] = (1 - zs[t]) * hs[t - 1] + zs[t] * cs[t]
    return hs, zs, rs, cs


def backward(xs, dhs, cache):
    """dhs: list of dL/dh_t from the softmax layer."""
    hs, zs, rs, cs = cache
    dWz, dUz, dbz = np.zeros_like(Wz), np.zeros_like(Uz), np.zeros_like(bz)
    dWr, dUr, dbr = np.zeros_like(Wr), np.zeros_like(Ur), np.zeros_like(br)
    dWh, dUh, dbh = np.zeros_like(Wh), np.zeros_like(Uh), np.zeros_like(bh)
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(xs))):
        dh = dhs[t] + dhnext
        dc = dh * zs[t]
        dc_raw = (1 - cs[t] * cs[t]) * dc
        dWh += np.dot(dc_raw, xs[t].T)
        dUh += np.dot(dc_raw, (rs[t] * hs[t - 1]).T)
        dbh += dc_raw
        drh = np.dot(Uh.T, dc_raw)
        dr = drh * hs[t - 1]
        dr_raw = dr * rs[t] * (1 - rs[t])
        dWr += np.dot(dr_raw, xs[t].T)
        dUr += np.dot(dr_raw, hs[t - 1].T)
        dbr += dr_raw
        dz = dh * (cs[t] - hs[t - 1])
        dz_raw = dz * zs[t] * (1 - zs[t])
        dWz += np.dot(dz_raw, xs[t].T)
        dUz += np.dot(dz_raw, hs[t - 1].T)
        dbz += dz_raw
        dhnext = dh * (1 - zs[t]) + drh * rs[t] + np.dot(Uz.T, dz_raw) + np.dot(Ur.T, dr_raw)
    for d in (dWz, dUz, dbz, dWr, dUr, dbr, dWh, dUh, dbh):
        np.clip(d, -5, 5, out=d)
    return dWz, dUz, dbz, dWr, dUr, dbr, dWh, dUh, dbh, dhnext


if __name__ == "__main__":
    h = np.zeros((hidden_size, 1))
    for i in range(3):
        xs = [np.eye(vocab_size)[:, [char_to_ix[c]]] for c in data[:seq_length]]
        cache = forward(xs, h)
        grads = backward(xs, [np.ones((hidden_size, 1))] * seq_length, cache)
        print(i, [float(np.abs(g).max()) for g in grads])
