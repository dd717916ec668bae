"""Little computation-graph library; the GRU is written with it and its gradient is by hand inside each Op."""
import numpy as np


class Op:
    def __call__(self, *args):
        self.args = args
        return self.f(*args)


class MatMul(Op):
    def f(self, a, b):
        return a @ b

    def grad(self, g):
        a, b = self.args
        return g @ b.T, a.T @ g


class Add(Op):
    def f(self, a, b):
        return a + b

    def grad(self, g):
        return g, g


class Mul(Op):
    def f(self, a, b):
        return a * b

    def grad(self, g):
        a, b = self.args
        return g * b, g * a


class Sigm(Op):
    def f(self, a):
        self.y = 1 / (1 + np.exp(-a))
        return self.y

    def grad(self, g):
        return g * self.y * (1 - self.y)


class Tanh(Op):
    def f(self, a):
        self.y = np.tanh(a)
        return self.y

    def grad(self, g):
        return g * (1 - self.y * self.y)


class Gate:
    def __init__(self, d, h, act):
        self.W, self.U = np.random.randn(d, h) * 0.3, np.random.randn(h, h) * 0.3
        self.mm_x, self.mm_h, self.add, self.act = MatMul(), MatMul(), Add(), act()

    def forward(self, x, h):
        return self.act(self.add(self.mm_x(x, self.W), self.mm_h(h, self.U)))

    def backward(self, g):
        gx, gh = self.add.grad(self.act.grad(g))
        dx, self.dW = self.mm_x.grad(gx)
        dh, self.dU = self.mm_h.grad(gh)
        return dx, dh


class GRUCell:
    def __init__(self, d, h):
        self.z, self.r, self.n = Gate(d, h, Sigm), Gate(d, h, Sigm), Gate(d, h, Tanh)
        self.rh, self.keep, self.new = Mul(), Mul(), Mul()

    def forward(self, x, h):
        z, r = self.z.forward(x, h), self.r.forward(x, h)
        n = self.n.forward(x, self.rh(r, h))
        return self.keep(z, h) + self.new(1 - z, n)

    def backward(self, g):
        dz, dh = self.keep.grad(g)
        d1z, dn = self.new.grad(g)
        dx_n, drh = self.n.backward(dn)
        dr, dh_r = self.rh.grad(drh)
        dx_z, dh_z = self.z.backward(dz + d1z)
        dx_r, dh_g = self.r.backward(dr)
        return dx_n + dx_z + dx_r, dh + dh_r + dh_z + dh_g
