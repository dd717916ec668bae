"""tinytorch: a toy autograd, and a recurrent cell on top of it."""
import numpy as np


class Tensor:
    def __init__(self, data, parents=(), op=''):
        self.data = np.asarray(data, dtype=np.float64)
        self.grad = np.zeros_like(self.data)
        self._parents = tuple(parents)
        self._op = op
        self._backward = lambda: None

    @property
    def shape(self):
        return self.data.shape

    @staticmethod
    def _unbroadcast(g, shape):
        while g.ndim > len(shape):
            g = g.sum(axis=0)
        for i, n in enumerate(shape):
            if n == 1 and g.shape[i] != 1:
                g = g.sum(axis=i, keepdims=True)
        return g

    def __add__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        out = Tensor(self.data + other.data, (self, other), '+')

        def _backward():
            self.grad += Tensor._unbroadcast(out.grad, self.shape)
            other.grad += Tensor._unbroadcast(out.grad, other.shape)
        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        out = Tensor(self.data * other.data, (self, other), '*')

        def _backward():
            self.grad += Tensor._unbroadcast(out.grad * other.data, self.shape)
            other.grad += Tensor._unbroadcast(out.grad * self.data, other.shape)
        out._backward = _backward
        return out

    def __matmul__(self, other):
        out = Tensor(self.data @ other.data, (self, other), '@')

        def _backward():
            self.grad += out.grad @ other.data.T
            other.grad += self.data.T @ out.grad
        out._backward = _backward
        return out

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (-self) + other

    __radd__ = __add__
    __rmul__ = __mul__

    def sigmoid(self):
        s = 1 / (1 + np.exp(-self.data))
        out = Tensor(s, (self,), 'sigmoid')

        def _backward():
            self.grad += out.grad * s * (1 - s)
        out._backward = _backward
        return out

    def tanh(self):
        t = np.tanh(self.data)
        out = Tensor(t, (self,), 'tanh')

        def _backward():
            self.grad += out.grad * (1 - t * t)
        out._backward = _backward
        return out

    def sum(self):
        out = Tensor(self.data.sum(), (self,), 'sum')

        def _backward():
            self.grad += out.grad * np.ones_like(self.data)
        out._backward = _backward
        return out

    def backward(self):
        topo, seen = [], set()

        def build(v):
            if id(v) not in seen:
                seen.add(id(v))
                for p in v._parents:
                    build(p)
                topo.append(v)
        build(self)
        self.grad = np.ones_like(self.data)
        for v in reversed(topo):
            v._backward()


class Linear:
    def __init__(self, nin, nout):
        k = 1 / np.sqrt(nin)
        self.weight = Tensor(np.random.uniform(-k, k, (nin, nout)))
        self.bias = Tensor(np.zeros(nout))

    def __call__(self, x):
        return x @ self.weight + self.bias

    def parameters(self):
        return [self.weight, self.bias]


class GRUCell:
    def __init__(self, input_size, hidden_size):
        self.hidden_size = hidden_size
        self.xz, self.hz = Linear(input_size, hidden_size), Linear(hidden_size, hidden_size)
        self.xr, self.hr = Linear(input_size, hidden_size), Linear(hidden_size, hidden_size)
        self.xn, self.hn = Linear(input_size, hidden_size), Linear(hidden_size, hidden_size)

    def __call__(self, x, h):
        z = (self.xz(x) + self.hz(h)).sigmoid()
        r = (self.xr(x) + self.hr(h)).sigmoid()
        n = (self.xn(x) + r * self.hn(h)).tanh()
        return (1 - z) * n + z * h

    def parameters(self):
        return sum((l.parameters() for l in (self.xz, self.hz, self.xr, self.hr, self.xn, self.hn)), [])


if __name__ == '__main__':
    cell = GRUCell(4, 8)
    h = Tensor(np.zeros((2, 8)))
    for _ in range(5):
        h = cell(Tensor(np.random.randn(2, 4)), h)
    h.sum().backward()
    print(cell.xz.weight.grad)
