"""
Minimal character-level GRU model. After the gist of the vanilla RNN version. BSD License
"""
import numpy as np

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
Wz = np.random.randn(hidden_size, hidden_size + vocab_size) * 0.01
Wr = np.random.randn(hidden_size, hidden_size + vocab_size) * 0.01
Wc = np.random.randn(hidden_size, hidden_size + vocab_size) * 0.01
bz = np.zeros((hidden_size, 1))
br = np.zeros((hidden_size, 1))
bc = np.zeros((hidden_size, 1))
Why = np.random.randn(vocab_size, hidden_size) * 0.01
by = np.zeros((vocab_size, 1))


def sigmoid(v):
    return 1. / (1. + np.exp(-v))


def lossFun(inputs, targets, hprev):
    """
    inputs,targets are both list of integers.
    hprev is Hx1 array of initial hidden state
    returns the loss, gradients on model parameters, and last hidden state
    """
    cat, rcat, zs, rs, cs, hs, ps = {}, {}, {}, {}, {}, {}, {}
    hs[-1] = np.copy(hprev)
    loss = 0
    # forward pass
    for t in range(len(inputs)):
        x = np.zeros((vocab_size, 1))
        x[inputs[t]] = 1
        cat[t] = np.vstack((hs[t - 1], x))
        zs[t] = sigmoid(np.dot(Wz, cat[t]) + bz)
        rs[t] = sigmoid(np.dot(Wr, cat[t]) + br)
        rcat[t] = np.vstack((rs[t] * hs[t - 1], x))
        cs[t] = np.tanh(np.dot(Wc, rcat[t]) + bc)
        hs[t] = (1 - zs[t]) * hs[t - 1] + zs[t] * cs[t]
        y = np.dot(Why, hs[t]) + by
        ps[t] = np.exp(y) / np.sum(np.exp(y))
        loss += -np.log(ps[t][targets[t], 0])
    # backward pass
    dWz, dWr, dWc, dWhy = [np.zeros_like(w) for w in (Wz, Wr, Wc, Why)]
    dbz, dbr, dbc, dby = [np.zeros_like(w) for w in (bz, br, bc, by)]
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        dWhy += np.dot(dy, hs[t].T)
        dby += dy
        dh = np.dot(Why.T, dy) + dhnext
        dc = dh * zs[t] * (1 - cs[t] ** 2)
        dz = dh * (cs[t] - hs[t - 1]) * zs[t] * (1 - zs[t])
        drcat = np.dot(Wc.T, dc)
        drh = drcat[:hidden_size]
        dr = drh * hs[t - 1] * rs[t] * (1 - rs[t])
        dWz += np.dot(dz, cat[t].T); dbz += dz
        dWr += np.dot(dr, cat[t].T); dbr += dr
        dWc += np.dot(dc, rcat[t].T); dbc += dc
        dcat = np.dot(Wz.T, dz) + np.dot(Wr.T, dr)
        dhnext = dh * (1 - zs[t]) + drh + dcat[:hidden_size]
    for dparam in [dWz, dWr, dWc, dWhy, dbz, dbr, dbc, dby]:
        np.clip(dparam, -5, 5, out=dparam)  # clip to mitigate exploding gradients
    return loss, dWz, dWr, dWc, dWhy, dbz, dbr, dbc, dby, hs[len(inputs) - 1]


def sample(h, seed_ix, n):
    x = np.zeros((vocab_size, 1))
    x[seed_ix] = 1
    ixes = []
    for t in range(n):
        cat = np.vstack((h, x))
        z = sigmoid(np.dot(Wz, cat) + bz)
        r = sigmoid(np.dot(Wr, cat) + br)
        c = np.tanh(np.dot(Wc, np.vstack((r * h, x))) + bc)
        h = (1 - z) * h + z * c
        y = np.dot(Why, h) + by
        p = np.exp(y) / np.sum(np.exp(y))
        ix = np.random.choice(range(vocab_size), p=p.ravel())
        x = np.zeros((vocab_size, 1))
        x[ix] = 1
        ixes.append(ix)
    return ixes


n, p = 0, 0
mWz, mWr, mWc, mWhy = [np.zeros_like(w) for w in (Wz, Wr, Wc, Why)]
mbz, mbr, mbc, mby = [np.zeros_like(w) for w in (bz, br, bc, by)]
smooth_loss = -np.log(1.0 / vocab_size) * seq_length
while True:
    if p + seq_length + 1 >= len(data) or n == 0:
        hprev = np.zeros((hidden_size, 1))
        p = 0
    inputs = [char_to_ix[ch] for ch in data[p:p + seq_length]]
    targets = [char_to_ix[ch] for ch in data[p + 1:p + seq_length + 1]]
    if n % 100 == 0:
        sample_ix = sample(hprev, inputs[0], 200)
        print('----\n %s \n----' % (''.join(ix_to_char[ix] for ix in sample_ix),))
    loss, dWz, dWr, dWc, dWhy, dbz, dbr, dbc, dby, hprev = lossFun(inputs, targets, hprev)
    smooth_loss = smooth_loss * 0.999 + loss * 0.001
    for param, dparam, mem in zip([Wz, Wr, Wc, Why, bz, br, bc, by],
                                  [dWz, dWr, dWc, dWhy, dbz, dbr, dbc, dby],
                                  [mWz, mWr, mWc, mWhy, mbz, mbr, mbc, mby]):
        mem += dparam * dparam
        param += -learning_rate * dparam / np.sqrt(mem + 1e-8)
    p += seq_length
    n += 1
