"""numpy_nn: layers with forward/backward; the GRU is put together from dense layers."""
import numpy as np


class Dense:
    def __init__(self, n, m):
        self.weight = np.random.randn(n, m) * np.sqrt(1.0 / n)
        self.bias = np.zeros((1, m))
        self.grad_weight, self.grad_bias = np.zeros_like(self.weight), np.zeros_like(self.bias)
        self.inputs = []

    def __call__(self, x):
        self.inputs.append(x)
        return x @ self.weight + self.bias

    def back(self, g):
        x = self.inputs.pop()
        self.grad_weight += x.T @ g
        self.grad_bias += g.sum(axis=0, keepdims=True)
        return g @ self.weight.T


class GRU:
    def __init__(self, n_in, n_hidden):
        self.n_in, self.n_hidden = n_in, n_hidden
        self.dense_u = Dense(n_in + n_hidden, n_hidden)
        self.dense_r = Dense(n_in + n_hidden, n_hidden)
        self.dense_c = Dense(n_in + n_hidden, n_hidden)
        self.memory = []

    @staticmethod
    def sig(a):
        return 1.0 / (1.0 + np.exp(-a))

    def forward(self, x, h):
        xh = np.concatenate([x, h], axis=1)
        u = self.sig(self.dense_u(xh))
        r = self.sig(self.dense_r(xh))
        c = np.tanh(self.dense_c(np.concatenate([x, r * h], axis=1)))
        self.memory.append((h, u, r, c))
        return (1 - u) * h + u * c

    def backward(self, grad_h):
        h, u, r, c = self.memory.pop()
        grad_c = grad_h * u
        grad_u = grad_h * (h - c)
        g = self.dense_c.back(grad_c * (1 - c ** 2))
        grad_x, grad_rh = g[:, :self.n_in], g[:, self.n_in:]
        grad_r = grad_rh * h
        gr = self.dense_r.back(grad_r * (1 - r))
        gu = self.dense_u.back(grad_u * u * (1 - u))
        grad_x = grad_x + gr[:, :self.n_in] + gu[:, :self.n_in]
        grad_prev = grad_h * (1 - u) + grad_rh * r + gr[:, self.n_in:] + gu[:, self.n_in:]
        return grad_x, grad_prev
