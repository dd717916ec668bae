"""
Character level language model with a GRU instead of the vanilla RNN.
usage: python char_gru.py     (needs input.txt next to it)
"""
import numpy as np
import matplotlib.pyplot as plt

# data I/O
data = open('input.txt', 'r').read()  # should be simple plain text file
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
Wy = np.random.randn(vocab_size, hidden_size) * 0.01
by = np.zeros((vocab_size, 1))


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def lossFun(inputs, targets, hprev):
    """
    inputs,targets are both list of integers.
    hprev is Hx1 array of initial hidden state
    returns the loss, gradients on model parameters, and last hidden state
    """
    xs, hs, zs, rs, cs, ys, ps = {}, {}, {}, {}, {}, {}, {}
    hs[-1] = np.copy(hprev)
    loss = 0
    # forward pass
    for t in range(len(inputs)):
        xs[t] = np.zeros((vocab_size, 1))
        xs[t][inputs[t]] = 1
        zs[t] = sigmoid(np.dot(Wz, xs[t]) + np.dot(Uz, hs[t-1]) + bz)
        rs[t] = sigmoid(np.dot(Wr, xs[t]) + np.dot(Ur, hs[t-1]) + br)
        cs[t] = np.tanh(np.dot(Wh, xs[t]) + np.dot(Uh, rs[t] * hs[t-1]) + bh)
        hs[t] = (1 - zs[t]) * hs[t-1] + zs[t] * cs[t]
        ys[t] = np.dot(Wy, hs[t]) + by
        ps[t] = np.exp(ys[t]) / np.sum(np.exp(ys[t]))
        loss += -np.log(ps[t][targets[t], 0])
    # backward pass
    dWz, dUz, dbz = np.zeros_like(Wz), np.zeros_like(Uz), np.zeros_like(bz)
    dWr, dUr, dbr = np.zeros_like(Wr), np.zeros_like(Ur), np.zeros_like(br)
    dWh, dUh, dbh = np.zeros_like(Wh), np.zeros_like(Uh), np.zeros_like(bh)
    dWy, dby = np.zeros_like(Wy), np.zeros_like(by)
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        dWy += np.dot(dy, hs[t].T)
        dby += dy
        dh = np.dot(Wy.T, dy) + dhnext
        dc = dh * zs[t] * (1 - cs[t] * cs[t])
        dWh += np.dot(dc, xs[t].T)
        dUh += np.dot(dc, (rs[t] * hs[t-1]).T)
        dbh += dc
        drh = np.dot(Uh.T, dc)
        dr = drh * hs[t-1] * rs[t] * (1 - rs[t])
        dWr += np.dot(dr, xs[t].T)
        dUr += np.dot(dr, hs[t-1].T)
        dbr += dr
        dz = dh * (cs[t] - hs[t-1]) * zs[t] * (1 - zs[t])
        dWz += np.dot(dz, xs[t].T)
        dUz += np.dot(dz, hs[t-1].T)
        dbz += dz
        dhnext = dh * (1 - zs[t]) + drh * rs[t] + np.dot(Ur.T, dr) + np.dot(Uz.T, dz)
    for dparam in [dWz, dUz, dbz, dWr, dUr, dbr, dWh, dUh, dbh, dWy, dby]:
        np.clip(dparam, -5, 5, out=dparam)
    return loss, dWz, dUz, dbz, dWr, dUr, dbr, dWh, dUh, dbh, dWy, dby, hs[len(inputs)-1]


def sample(h, seed_ix, n):
    x = np.zeros((vocab_size, 1))
    x[seed_ix] = 1
    ixes = []
    for t in range(n):
        z = sigmoid(np.dot(Wz, x) + np.dot(Uz, h) + bz)
        r = sigmoid(np.dot(Wr, x) + np.dot(Ur, h) + br)
        c = np.tanh(np.dot(Wh, x) + np.dot(Uh, r * h) + bh)
        h = (1 - z) * h + z * c
        y = np.dot(Wy, h) + by
        p = np.exp(y) / np.sum(np.exp(y))
        ix = np.random.choice(range(vocab_size), p=p.ravel())
        x = np.zeros((vocab_size, 1))
        x[ix] = 1
        ixes.append(ix)
    return ixes


n, p = 0, 0
mWz, mUz, mbz = np.zeros_like(Wz), np.zeros_like(Uz), np.zeros_like(bz)
smooth_loss = -np.log(1.0/vocab_size)*seq_length
losses = []
while True:
    if p+seq_length+1 >= len(data) or n == 0:
        hprev = np.zeros((hidden_size, 1))
        p = 0
    inputs = [char_to_ix[ch] for ch in data[p:p+seq_length]]
    targets = [char_to_ix[ch] for ch in data[p+1:p+seq_length+1]]
    if n % 100 == 0:
        sample_ix = sample(hprev, inputs[0], 200)
        print('----\n %s \n----' % (''.join(ix_to_char[ix] for ix in sample_ix), ))
        plt.plot(losses)
        plt.savefig('loss.png')
    loss, dWz, dUz, dbz, dWr, dUr, dbr, dWh, dUh, dbh, dWy, dby, hprev = lossFun(inputs, targets, hprev)
    smooth_loss = smooth_loss * 0.999 + loss * 0.001
    losses.append(smooth_loss)
    for param, dparam in zip([Wz, Uz, bz, Wr, Ur, br, Wh, Uh, bh, Wy, by],
                             [dWz, dUz, dbz, dWr, dUr, dbr, dWh, dUh, dbh, dWy, dby]):
        param += -learning_rate * dparam
    p += seq_length
    n += 1
