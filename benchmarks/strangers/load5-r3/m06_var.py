import numpy as np


class Var(object):
    """node of the tape"""
    __array_priority__ = 100

    def __init__(self, value, children=()):
        self.value = np.asarray(value, dtype=float)
        self.children = children
        self.gradient = None

    def __add__(self, o):
        o = o if isinstance(o, Var) else Var(o)
        return Var(self.value + o.value, [(self, lambda g: g), (o, lambda g: g)])
    __radd__ = __add__

    def __mul__(self, o):
        o = o if isinstance(o, Var) else Var(o)
        return Var(self.value * o.value, [(self, lambda g: g * o.value), (o, lambda g: g * self.value)])
    __rmul__ = __mul__

    def __sub__(self, o):
        return self + o * -1

    def __rsub__(self, o):
        return self * -1 + o

    def dot(self, o):
        return Var(self.value.dot(o.value), [(self, lambda g: g.dot(o.value.T)), (o, lambda g: self.value.T.dot(g))])

    def backward(self, g):
        g = np.asarray(g)
        while g.ndim > self.value.ndim:
            g = g.sum(0)
        for ax, n in enumerate(self.value.shape):
            if n == 1:
                g = g.sum(ax, keepdims=True)
        self.gradient = g if self.gradient is None else self.gradient + g
        for child, f in self.children:
            child.backward(f(g))


def logistic(v):
    s = 1 / (1 + np.exp(-v.value))
    return Var(s, [(v, lambda g: g * s * (1 - s))])


def hypertan(v):
    t = np.tanh(v.value)
    return Var(t, [(v, lambda g: g * (1 - t))])


class Cell:
    def __init__(self, nx, nh):
        rnd = np.random.RandomState(1)
        W = lambda *s: Var(rnd.normal(0, 0.2, s))
        self.theta = {'z': (W(nx, nh), W(nh, nh), W(1, nh)),
                      'r': (W(nx, nh), W(nh, nh), W(1, nh)),
                      'c': (W(nx, nh), W(nh, nh), W(1, nh))}

    def pre(self, name, x, h):
        w, u, b = self.theta[name]
        return x.dot(w) + h.dot(u) + b

    def step(self, x, h):
        z = logistic(self.pre('z', x, h))
        r = logistic(self.pre('r', x, h))
        c = hypertan(self.pre('c', x, r * h))
        return h + z * (c - h)
