"""A recurrent net on my scalar autograd engine, after watching the makemore/micrograd lectures twice."""
import math
import random


class Value:
    """stores a single scalar and its gradient"""

    def __init__(self, data, _children=(), _op=''):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(_children)
        self._op = _op

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other), '+')

        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other), '*')

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,), 'tanh')

        def _backward():
            self.grad += (1 - t * t) * out.grad
        out._backward = _backward
        return out

    def sigmoid(self):
        s = 1.0 / (1.0 + math.exp(-self.data))
        out = Value(s, (self,), 'sigmoid')

        def _backward():
            self.grad += s * (1 - s) * out.grad
        out._backward = _backward
        return out

    def backward(self):
        topo, visited = [], set()

        def build(v):
            if v not in visited:
                visited.add(v)
                for child in v._prev:
                    build(child)
                topo.append(v)
        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (-self) + other

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad})"


class Affine:
    def __init__(self, nin, nout):
        self.w = [[Value(random.uniform(-1, 1)) for _ in range(nin)] for _ in range(nout)]
        self.b = [Value(0.0) for _ in range(nout)]

    def __call__(self, v):
        return [sum((wi * vi for wi, vi in zip(row, v)), bi) for row, bi in zip(self.w, self.b)]

    def parameters(self):
        return [p for row in self.w for p in row] + self.b


class GRUCell:
    """h, x are lists of Value; every gate sees [x, h]"""

    def __init__(self, nin, nhid):
        self.update = Affine(nin + nhid, nhid)
        self.reset = Affine(nin + nhid, nhid)
        self.cand = Affine(nin + nhid, nhid)

    def __call__(self, x, h):
        xh = x + h
        z = [a.sigmoid() for a in self.update(xh)]
        r = [a.sigmoid() for a in self.reset(xh)]
        n = [a.tanh() for a in self.cand(x + [ri * hi for ri, hi in zip(r, h)])]
        return [hi + zi * (ni - hi) for hi, zi, ni in zip(h, z, n)]

    def parameters(self):
        return self.update.parameters() + self.reset.parameters() + self.cand.parameters()
