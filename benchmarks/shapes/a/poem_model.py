# -*- coding: utf-8 -*-
# poem generator, GRU from scratch (numpy only)
# run: python poem_model.py poems.txt
import sys
import codecs
import numpy as np

with codecs.open(sys.argv[1], 'r', encoding='utf8') as f:
    text = f.read().lower()

alphabet = sorted(set(text))
V = len(alphabet)
idx = dict((c, i) for i, c in enumerate(alphabet))
H = 64
eps = 1e-8


def sigm(v): return 1.0 / (1.0 + np.exp(-v))


class PoemGRU(object):
    def __init__(self, vocab_size, hidden_size):
        self.V, self.H = vocab_size, hidden_size
        self.W = np.random.randn(vocab_size, 3 * hidden_size) / np.sqrt(vocab_size)
        self.U = np.random.randn(hidden_size, 3 * hidden_size) / np.sqrt(hidden_size)
        self.b = np.zeros(3 * hidden_size)
        self.Wo = np.random.randn(hidden_size, vocab_size) * 0.01
        self.bo = np.zeros(vocab_size)

    def loss(self, inputs, targets, h):
        """cross entropy (mean over the characters) and its gradients; h is the state carried over"""
        n, T = self.H, len(inputs)
        X = np.eye(self.V)[inputs]
        Z, R, C = np.zeros((T, n)), np.zeros((T, n)), np.zeros((T, n))
        S = np.zeros((T + 1, n))
        S[0] = h
        for t in range(T):
            a = X[t].dot(self.W) + self.b
            g = S[t].dot(self.U[:, :2*n])
            R[t] = sigm(a[:n] + g[:n])
            Z[t] = sigm(a[n:2*n] + g[n:])
            C[t] = np.tanh(a[2*n:] + (R[t] * S[t]).dot(self.U[:, 2*n:]))
            S[t+1] = Z[t] * S[t] + (1 - Z[t]) * C[t]
        logits = S[1:].dot(self.Wo) + self.bo
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        probs = e / e.sum(axis=1, keepdims=True)
        cost = -np.log(probs[np.arange(T), targets] + eps).mean()

        grads = {k: np.zeros_like(getattr(self, k)) for k in ('W', 'U', 'b', 'Wo', 'bo')}
        dlog = probs.copy()
        dlog[np.arange(T), targets] -= 1
        dlog /= T
        grads['Wo'] = S[1:].T.dot(dlog)
        grads['bo'] = dlog.sum(axis=0)
        dS = dlog.dot(self.Wo.T)
        back = np.zeros(n)
        for t in range(T - 1, -1, -1):
            dh = dS[t] + back
            dc = dh * (1 - Z[t]) * (1 - C[t] ** 2)
            drs = dc.dot(self.U[:, 2*n:].T)
            dr = drs * S[t] * R[t] * (1 - R[t])
            dz = dh * (S[t] - C[t]) * Z[t] * (1 - Z[t])
            da = np.concatenate([dr, dz, dc])
            grads['W'] += np.outer(X[t], da)
            grads['b'] += da
            grads['U'][:, :2*n] += np.outer(S[t], da[:2*n])
            grads['U'][:, 2*n:] += np.outer(R[t] * S[t], dc)
            back = dh * Z[t] + drs * R[t] + da[:2*n].dot(self.U[:, :2*n].T)
        return cost, grads, S[T]

    def sample(self, h, seed, n):
        out = []
        x = np.zeros(self.V)
        x[seed] = 1
        for _ in range(n):
            k = self.H
            a = x.dot(self.W) + self.b
            g = h.dot(self.U[:, :2*k])
            r, z = sigm(a[:k] + g[:k]), sigm(a[k:2*k] + g[k:])
            c = np.tanh(a[2*k:] + (r * h).dot(self.U[:, 2*k:]))
            h = z * h + (1 - z) * c
            p = np.exp(h.dot(self.Wo) + self.bo)
            ix = np.random.choice(self.V, p=p / p.sum())
            x = np.zeros(self.V)
            x[ix] = 1
            out.append(ix)
        return ''.join(alphabet[i] for i in out)


net = PoemGRU(V, H)
memory = {k: np.zeros_like(getattr(net, k)) for k in ('W', 'U', 'b', 'Wo', 'bo')}
h, pos, step = np.zeros(H), 0, 0
while 1:
    if pos + 31 > len(text):
        pos, h = 0, np.zeros(H)
    ids = [idx[c] for c in text[pos:pos+31]]
    cost, grads, h = net.loss(ids[:-1], ids[1:], h)
    for k in grads:
        memory[k] += grads[k] ** 2
        setattr(net, k, getattr(net, k) - 0.05 * grads[k] / np.sqrt(memory[k] + eps))
    if step % 500 == 0:
        print(step, cost, net.sample(h, ids[0], 100))
    pos, step = pos + 30, step + 1
