"""A small autodiff engine and a GRU on top of it."""
import numpy as np


class Tensor:
    def __init__(self, data, parents=(), backward=None):
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self._parents = parents
        self._backward = backward or (lambda g: None)

    @property
    def shape(self):
        return self.data.shape

    @staticmethod
    def _fit(g, shape):
        while g.ndim > len(shape):
            g = g.sum(0)
        for i, n in enumerate(shape):
            if n == 1 and g.shape[i] != 1:
                g = g.sum(i, keepdims=True)
        return g

    def __add__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)

        def back(g):
            self.grad = self.grad + self._fit(g, self.shape)
            other.grad = other.grad + self._fit(g, other.shape)
        return Tensor(self.data + other.data, (self, other), back)

    __radd__ = __add__

    def __mul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)

        def back(g):
            self.grad = self.grad + self._fit(g * other.data, self.shape)
            other.grad = other.grad + self._fit(g * self.data, other.shape)
        return Tensor(self.data * other.data, (self, other), back)

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (-self) + other

    def __matmul__(self, other):
        def back(g):
            self.grad = self.grad + g @ other.data.T
            other.grad = other.grad + self.data.T @ g
        return Tensor(self.data @ other.data, (self, other), back)

    def sigmoid(self):
        s = 1 / (1 + np.exp(-self.data))

        def back(g):
            self.grad = self.grad + g * s * (1 - s)
        return Tensor(s, (self,), back)

    def tanh(self):
        t = np.tanh(self.data)

        def back(g):
            self.grad = self.grad + g * (1 - t * t)
        return Tensor(t, (self,), back)

    def backward(self, g):
        order, seen = [], set()

        def visit(t):
            if id(t) not in seen:
                seen.add(id(t))
                for p in t._parents:
                    visit(p)
                order.append(t)
        visit(self)
        self.grad = g
        for t in reversed(order):
            t._backward(t.grad)


class GRUCell:
    def __init__(self, n_in, n_out):
        w = lambda a, b: Tensor(np.random.randn(a, b) * 0.1)
        self.Wz, self.Uz, self.bz = w(n_in, n_out), w(n_out, n_out), Tensor(np.zeros((1, n_out)))
        self.Wr, self.Ur, self.br = w(n_in, n_out), w(n_out, n_out), Tensor(np.zeros((1, n_out)))
        self.Wn, self.Un, self.bn = w(n_in, n_out), w(n_out, n_out), Tensor(np.zeros((1, n_out)))

    def __call__(self, x, h):
        z = (x @ self.Wz + h @ self.Uz + self.bz).sigmoid()
        r = (x @ self.Wr + h @ self.Ur + self.br).sigmoid()
        n = (x @ self.Wn + (r * h) @ self.Un + self.bn).tanh()
        return z * h + (1 - z) * n
