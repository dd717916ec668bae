import numpy as np

from ..core import Layer, Param
from .activations import sigmoid


def glorot(rng, fan_in, fan_out):
    lim = np.sqrt(6.0 / (fan_in + fan_out))
    return rng.uniform(-lim, lim, (fan_in, fan_out))


class GRULayer(Layer):
    """Gated recurrent layer over (batch, time, features)."""

    def __init__(self, in_features, out_features, *, seed=1, **kwargs):
        super().__init__(**kwargs)
        rng = np.random.default_rng(seed)
        D, H = in_features, out_features
        self.nunits = H
        self.kernel = Param(glorot(rng, D, 3 * H), 'kernel')
        self.gates = Param(glorot(rng, H, 2 * H), 'gates')
        self.cand = Param(glorot(rng, H, H), 'cand')
        self.bias = Param(np.zeros(3 * H), 'bias')

    def forward(self, x, h0=None):
        B, T, _ = x.shape
        H = self.nunits
        h = np.zeros((B, H)) if h0 is None else h0
        out = np.empty((B, T, H))
        self.tape = []
        pre = x @ self.kernel.value + self.bias.value
        for t in range(T):
            ru = sigmoid(pre[:, t, :2 * H] + h @ self.gates.value)
            r, u = np.split(ru, 2, axis=1)
            c = np.tanh(pre[:, t, 2 * H:] + (r * h) @ self.cand.value)
            self.tape.append((h, r, u, c))
            h = u * h + (1 - u) * c
            out[:, t] = h
        self.x = x
        return out

    def backward(self, dout):
        B, T, H = dout.shape
        dpre = np.zeros((B, T, 3 * H))
        dh = np.zeros((B, H))
        for t in range(T - 1, -1, -1):
            h, r, u, c = self.tape[t]
            dh = dh + dout[:, t]
            dc = dh * (1 - u) * (1 - c * c)
            du = dh * (h - c) * u * (1 - u)
            drh = dc @ self.cand.value.T
            dr = drh * h * r * (1 - r)
            dru = np.hstack([dr, du])
            dpre[:, t] = np.hstack([dru, dc])
            self.gates.grad += h.T @ dru
            self.cand.grad += (r * h).T @ dc
            dh = dh * u + drh * r + dru @ self.gates.value.T
        self.kernel.grad += np.einsum('btd,bth->dh', self.x, dpre)
        self.bias.grad += dpre.sum((0, 1))
        return dpre @ self.kernel.value.T
