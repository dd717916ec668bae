#!/usr/bin/env python
import argparse
import os
import pickle

try:
    import cupy as cp
    xp = cp
except ImportError:
    import numpy as np
    xp = np

parser = argparse.ArgumentParser()
parser.add_argument('--data', required=True)
parser.add_argument('--hidden', type=int, default=128)
parser.add_argument('--lr', type=float, default=0.01)
args = parser.parse_args()


class TimeGRU:
    def __init__(self, Wx, Wh, b):
        self.params = [Wx, Wh, b]
        self.grads = [xp.zeros_like(Wx), xp.zeros_like(Wh), xp.zeros_like(b)]
        self.cache = None

    def forward(self, x, h_prev):
        Wx, Wh, b = self.params
        H = Wh.shape[0]
        Wxz, Wxr, Wxh = Wx[:, :H], Wx[:, H:2 * H], Wx[:, 2 * H:]
        Whz, Whr, Whh = Wh[:, :H], Wh[:, H:2 * H], Wh[:, 2 * H:]
        bz, br, bh = b[:H], b[H:2 * H], b[2 * H:]
        z = 1 / (1 + xp.exp(-(xp.dot(x, Wxz) + xp.dot(h_prev, Whz) + bz)))
        r = 1 / (1 + xp.exp(-(xp.dot(x, Wxr) + xp.dot(h_prev, Whr) + br)))
        h_hat = xp.tanh(xp.dot(x, Wxh) + xp.dot(r * h_prev, Whh) + bh)
        h_next = (1 - z) * h_prev + z * h_hat
        self.cache = (x, h_prev, z, r, h_hat)
        return h_next

    def backward(self, dh_next):
        Wx, Wh, b = self.params
        H = Wh.shape[0]
        Wxz, Wxr, Wxh = Wx[:, :H], Wx[:, H:2 * H], Wx[:, 2 * H:]
        Whz, Whr, Whh = Wh[:, :H], Wh[:, H:2 * H], Wh[:, 2 * H:]
        x, h_prev, z, r, h_hat = self.cache

        dh_hat = dh_next * z
        dh_prev = dh_next * (1 - z)

        dt = dh_hat * (1 - h_hat)
        dbh = xp.sum(dt, axis=0)
        dWhh = xp.dot((r * h_prev).T, dt)
        dhr = xp.dot(dt, Whh.T)
        dWxh = xp.dot(x.T, dt)
        dx = xp.dot(dt, Wxh.T)
        dh_prev += r * dhr

        dz = dh_next * h_hat - dh_next * h_prev
        dt = dz * z * (1 - z)
        dbz = xp.sum(dt, axis=0)
        dWhz = xp.dot(h_prev.T, dt)
        dh_prev += xp.dot(dt, Whz.T)
        dWxz = xp.dot(x.T, dt)
        dx += xp.dot(dt, Wxz.T)

        dr = dhr * h_prev
        dt = dr * r * (1 - r)
        dbr = xp.mean(dt, axis=0)
        dWhr = xp.dot(h_prev.T, dt)
        dh_prev += xp.dot(dt, Whr.T)
        dWxr = xp.dot(x.T, dt)
        dx += xp.dot(dt, Wxr.T)

        self.grads[0][...] = xp.hstack((dWxz, dWxr, dWxh))
        self.grads[1][...] = xp.hstack((dWhz, dWhr, dWhh))
        self.grads[2][...] = xp.hstack((dbz, dbr, dbh))
        return dx, dh_prev


with open(args.data, 'rb') as f:
    corpus = pickle.load(f)

H = args.hidden
D = corpus['x'].shape[-1]
layer = TimeGRU(xp.random.randn(D, 3 * H) * 0.1, xp.random.randn(H, 3 * H) * 0.1, xp.zeros(3 * H))
for epoch in range(1000):
    h = xp.zeros((corpus['x'].shape[0], H))
    for t in range(corpus['x'].shape[1]):
        h = layer.forward(corpus['x'][:, t], h)
        dx, dh = layer.backward(h - corpus['y'][:, t])
        for p, g in zip(layer.params, layer.grads):
            p -= args.lr * g
    print(epoch, float(((h - corpus['y'][:, -1]) ** 2).mean()))
