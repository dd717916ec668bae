"""Keras-like layer zoo in numpy."""
import numpy as np


class Base:
    built = False

    def __call__(self, x, **kw):
        if not self.built:
            self.build(x.shape)
            self.built = True
        return self.call(x, **kw)

    def add_weight(self, name, shape, init="glorot"):
        w = np.zeros(shape) if init == "zeros" else np.random.randn(*shape) * np.sqrt(2 / sum(shape))
        if not hasattr(self, "weights"):
            self.weights = {}
        self.weights[name] = w
        return w


class Recurrent(Base):
    def __init__(self, units, return_sequences=False, go_backwards=False, activation=np.tanh):
        self.units = units
        self.return_sequences = return_sequences
        self.go_backwards = go_backwards
        self.activation = activation

    def call(self, x, initial_state=None):
        n, t, _ = x.shape
        h = np.zeros((n, self.units)) if initial_state is None else initial_state
        seq = []
        for i in (range(t - 1, -1, -1) if self.go_backwards else range(t)):
            h = self.step(x[:, i], h)
            seq.append(h)
        return np.stack(seq, axis=1) if self.return_sequences else h


class GRU(Recurrent):
    def build(self, shape):
        d, u = shape[-1], self.units
        self.kernel = self.add_weight("kernel", (d, 3 * u))
        self.recurrent = self.add_weight("recurrent", (u, 3 * u))
        self.bias = self.add_weight("bias", (3 * u,), "zeros")

    def step(self, x, h):
        u = self.units
        xz, xr, xh = np.split(x @ self.kernel + self.bias, 3, axis=1)
        hz = h @ self.recurrent[:, :u]
        hr = h @ self.recurrent[:, u:2 * u]
        z = 1 / (1 + np.exp(-(xz + hz)))
        r = 1 / (1 + np.exp(-(xr - hr)))
        hh = self.activation(xh + (r * h) @ self.recurrent[:, 2 * u:])
        return z * h + (1 - z) * hh
