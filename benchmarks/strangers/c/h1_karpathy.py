"""
Minimal character-level GRU, after min-char-rnn.py by Andrej Karpathy
"""
import numpy as np

data = open('input.txt', 'r').read()
chars = list(set(data))
data_size, vocab_size = len(data), len(chars)
char_to_ix = {ch: i for i, ch in enumerate(chars)}
ix_to_char = {i: ch for i, ch in enumerate(chars)}

hidden_size = 100
seq_length = 25
learning_rate = 1e-1

Wz = np.random.randn(hidden_size, vocab_size + hidden_size) * 0.01
Wr = np.random.randn(hidden_size, vocab_size + hidden_size) * 0.01
Wc = np.random.randn(hidden_size, vocab_size + hidden_size) * 0.01
Why = np.random.randn(vocab_size, hidden_size) * 0.01
bz = np.zeros((hidden_size, 1))
br = np.zeros((hidden_size, 1))
bc = np.zeros((hidden_size, 1))
by = np.zeros((vocab_size, 1))


def sigmoid(v):
    return 1 / (1 + np.exp(-v))


def lossFun(inputs, targets, hprev):
    xs, hs, zs, rs, cs, ins, inr, ps = {}, {}, {}, {}, {}, {}, {}, {}
    hs[-1] = np.copy(hprev)
    loss = 0
    for t in range(len(inputs)):
        xs[t] = np.zeros((vocab_size, 1))
        xs[t][inputs[t]] = 1
        ins[t] = np.vstack((xs[t], hs[t - 1]))
        zs[t] = sigmoid(Wz @ ins[t] + bz)
        rs[t] = sigmoid(Wr @ ins[t] + br)
        inr[t] = np.vstack((xs[t], rs[t] * hs[t - 1]))
        cs[t] = np.tanh(Wc @ inr[t] + bc)
        hs[t] = zs[t] * hs[t - 1] + (1 - zs[t]) * cs[t]
        y = Why @ hs[t] + by
        ps[t] = np.exp(y) / np.sum(np.exp(y))
        loss += -np.log(ps[t][targets[t], 0])
    dWz, dWr, dWc, dWhy = [np.zeros_like(w) for w in (Wz, Wr, Wc, Why)]
    dbz, dbr, dbc, dby = [np.zeros_like(b) for b in (bz, br, bc, by)]
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        dWhy += dy @ hs[t].T
        dby += dy
        dh = Why.T @ dy + dhnext
        dc = dh * (1 - zs[t]) * (1 - cs[t] * cs[t])
        dz = dh * (hs[t - 1] - cs[t]) * zs[t] * (1 - zs[t])
        dinr = Wc.T @ dc
        drh = dinr[vocab_size:]
        dr = drh * hs[t - 1] * rs[t] * (1 - rs[t])
        dWc += dc @ inr[t].T
        dWz += dz @ ins[t].T
        dWr += dr @ ins[t].T
        dbc += dc
        dbz += dz
        dbr += dr
        dins = Wz.T @ dz + Wr.T @ dr
        dhnext = dins[vocab_size:] + drh * rs[t] + dh * zs[t]
    for dparam in [dWz, dWr, dWc, dWhy, dbz, dbr, dbc, dby]:
        np.clip(dparam, -5, 5, out=dparam)
    return loss, dWz, dWr, dWc, dWhy, dbz, dbr, dbc, dby, hs[len(inputs) - 1]


if __name__ == '__main__':
    n, p = 0, 0
    hprev = np.zeros((hidden_size, 1))
    while True:
        if p + seq_length + 1 >= len(data):
            hprev, p = np.zeros((hidden_size, 1)), 0
        inputs = [char_to_ix[ch] for ch in data[p:p + seq_length]]
        targets = [char_to_ix[ch] for ch in data[p + 1:p + seq_length + 1]]
        loss, *grads, hprev = lossFun(inputs, targets, hprev)
        p += seq_length
        n += 1
