"""
Minimal character-level GRU, after Karpathy's min-char-rnn. Python 3.
"""
import numpy as np

# data I/O
data = open('input.txt', 'r').read()
chars = list(set(data))
data_size, vocab_size = len(data), len(chars)
print('data has %d characters, %d unique.' % (data_size, vocab_size))
char_to_ix = {ch: i for i, ch in enumerate(chars)}
ix_to_char = {i: ch for i, ch in enumerate(chars)}

# hyperparameters
hidden_size = 100
seq_length = 25
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
Why = np.random.randn(vocab_size, hidden_size) * 0.01
by = np.zeros((vocab_size, 1))


def sigmoid(v):
    return 1 / (1 + np.exp(-v))


def lossFun(inputs, targets, hprev):
    """inputs, targets are both list of integers; hprev is Hx1"""
    xs, hs, zs, rs, gs, ps = {}, {}, {}, {}, {}, {}
    hs[-1] = np.copy(hprev)
    loss = 0
    for t in range(len(inputs)):
        xs[t] = np.zeros((vocab_size, 1))
        xs[t][inputs[t]] = 1
        zs[t] = sigmoid(np.dot(Wz, xs[t]) + np.dot(Uz, hs[t-1]) + bz)
        rs[t] = sigmoid(np.dot(Wr, xs[t]) + np.dot(Ur, hs[t-1]) + br)
        gs[t] = np.tanh(np.dot(Wh, xs[t]) + np.dot(Uh, rs[t] * hs[t-1]) + bh)
        hs[t] = zs[t] * hs[t-1] + (1 - zs[t]) * gs[t]
        y = np.dot(Why, hs[t]) + by
        ps[t] = np.exp(y) / np.sum(np.exp(y))
        loss += -np.log(ps[t][targets[t], 0])

    dWz, dUz, dbz = np.zeros_like(Wz), np.zeros_like(Uz), np.zeros_like(bz)
    dWr, dUr, dbr = np.zeros_like(Wr), np.zeros_like(Ur), np.zeros_like(br)
    dWh, dUh, dbh = np.zeros_like(Wh), np.zeros_like(Uh), np.zeros_like(bh)
    dWhy, dby = np.zeros_like(Why), np.zeros_like(by)
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        dWhy += np.dot(dy, hs[t].T)
        dby += dy
        dh = np.dot(Why.T, dy) + dhnext

        dg = dh * (1 - zs[t])
        dg_raw = dg * (1 - gs[t] * gs[t])
        dWh += np.dot(dg_raw, xs[t].T)
        dUh += np.dot(dg_raw, (rs[t] * hs[t-1]).T)
        dbh += dg_raw
        drh = np.dot(Uh.T, dg_raw)
        dr = drh * hs[t-1]
        dr_raw = dr * rs[t] * (1 - rs[t])
        dWr += np.dot(dr_raw, xs[t].T)
        dUr += np.dot(dr_raw, hs[t-1].T)
        dbr += dr_raw
        dz = dh * (hs[t-1] - gs[t])
        dz_raw = dz * zs[t] * (1 - zs[t])
        dWz += np.dot(dz_raw, xs[t].T)
        dUz += np.dot(dz_raw, hs[t-1].T)
        dbz += dz_raw
        dhnext = dh * zs[t] + np.dot(Ur.T, dr_raw) + np.dot(Uz.T, dz_raw) + drh

    for dparam in [dWz, dUz, dbz, dWr, dUr, dbr, dWh, dUh, dbh, dWhy, dby]:
        np.clip(dparam, -5, 5, out=dparam)
    return loss, dWz, dUz, dbz, dWr, dUr, dbr, dWh, dUh, dbh, dWhy, dby, hs[len(inputs)-1]


n, p = 0, 0
hprev = np.zeros((hidden_size, 1))
smooth_loss = -np.log(1.0 / vocab_size) * seq_length
while True:
    if p + seq_length + 1 >= len(data) or n == 0:
        hprev = np.zeros((hidden_size, 1))
        p = 0
    inputs = [char_to_ix[ch] for ch in data[p:p+seq_length]]
    targets = [char_to_ix[ch] for ch in data[p+1:p+seq_length+1]]
    out = lossFun(inputs, targets, hprev)
    loss, grads, hprev = out[0], out[1:-1], out[-1]
    smooth_loss = smooth_loss * 0.999 + loss * 0.001
    for param, dparam in zip([Wz, Uz, bz, Wr, Ur, br, Wh, Uh, bh, Why, by], grads):
        param += -learning_rate * dparam
    p += seq_length
    n += 1
