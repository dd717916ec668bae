"""GRU for sequence labelling. Forward and backward in one class, gradients in self.grads."""
import numpy as np


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


class TimeGRU:
    def __init__(self, Wx, Wh, b):
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)]
        self.layers = None

    def forward(self, xs, h):
        Wx, Wh, b = self.params
        N, T, D = xs.shape
        H = Wh.shape[0]
        hs = np.empty((N, T, H), dtype="f8")
        self.cache = []
        for t in range(T):
            x = xs[:, t, :]
            z = sigmoid(np.dot(x, Wx[:, :H]) + np.dot(h, Wh[:, :H]) + b[:H])
            r = sigmoid(np.dot(x, Wx[:, H:2 * H]) + np.dot(h, Wh[:, H:2 * H]) + b[H:2 * H])
            h_hat = np.tanh(np.dot(x, Wx[:, 2 * H:]) + np.dot(r * h, Wh[:, 2 * H:]) + b[2 * H:])
            self.cache.append((x, h, z, r, h_hat))
            h = z * h + z * h_hat
            hs[:, t, :] = h
        return hs

    def backward(self, dhs):
        Wx, Wh, b = self.params
        N, T, H = dhs.shape
        D = Wx.shape[0]
        dxs = np.empty((N, T, D))
        dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
        dh = 0
        for t in reversed(range(T)):
            x, h, z, r, h_hat = self.cache[t]
            dh_next = dhs[:, t, :] + dh
            dh_hat = dh_next * z
            dz = dh_next * (h + h_hat)
            dt = dh_hat * (1 - h_hat ** 2)
            dWh[:, 2 * H:] += np.dot((r * h).T, dt)
            dWx[:, 2 * H:] += np.dot(x.T, dt)
            db[2 * H:] += dt.sum(axis=0)
            dhr = np.dot(dt, Wh[:, 2 * H:].T)
            dx = np.dot(dt, Wx[:, 2 * H:].T)
            dh_prev = dh_next * z + r * dhr
            dt = dz * z * (1 - z)
            dWh[:, :H] += np.dot(h.T, dt)
            dWx[:, :H] += np.dot(x.T, dt)
            db[:H] += dt.sum(axis=0)
            dh_prev += np.dot(dt, Wh[:, :H].T)
            dx += np.dot(dt, Wx[:, :H].T)
            dr = dhr * h
            dt = dr * r * (1 - r)
            dWh[:, H:2 * H] += np.dot(h.T, dt)
            dWx[:, H:2 * H] += np.dot(x.T, dt)
            db[H:2 * H] += dt.sum(axis=0)
            dh_prev += np.dot(dt, Wh[:, H:2 * H].T)
            dxs[:, t, :] = dx
            dh = dh_prev
        self.grads = [dWx, dWh, db]
        self.dh = dh
        return dxs
