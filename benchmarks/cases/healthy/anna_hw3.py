import numpy as np


class Sigmoid:
    def __call__(self, x):
        self.res = 1 / (1 + np.exp(-x))
        return self.res

    def derivative(self):
        return self.res * (1 - self.res)


class Tanh:
    def __call__(self, x):
        self.res = np.tanh(x)
        return self.res

    def derivative(self):
        return 1 - self.res ** 2


class GRU_Cell:
    """docstring for GRU_Cell"""

    def __init__(self, in_dim, hidden_dim):
        self.d = in_dim
        self.h = hidden_dim
        d, h = in_dim, hidden_dim
        self.x_t = 0

        self.Wrx = np.random.randn(h, d)
        self.Wzx = np.random.randn(h, d)
        self.Wnx = np.random.randn(h, d)

        self.Wrh = np.random.randn(h, h)
        self.Wzh = np.random.randn(h, h)
        self.Wnh = np.random.randn(h, h)

        self.bir = np.random.randn(h)
        self.biz = np.random.randn(h)
        self.bin = np.random.randn(h)

        self.bhr = np.random.randn(h)
        self.bhz = np.random.randn(h)
        self.bhn = np.random.randn(h)

        self.dWrx = np.zeros((h, d))
        self.dWzx = np.zeros((h, d))
        self.dWnx = np.zeros((h, d))

        self.dWrh = np.zeros((h, h))
        self.dWzh = np.zeros((h, h))
        self.dWnh = np.zeros((h, h))

        self.dbir = np.zeros(h)
        self.dbiz = np.zeros(h)
        self.dbin = np.zeros(h)

        self.dbhr = np.zeros(h)
        self.dbhz = np.zeros(h)
        self.dbhn = np.zeros(h)

        self.r_act = Sigmoid()
        self.z_act = Sigmoid()
        self.h_act = Tanh()

    def __call__(self, x, h):
        return self.forward(x, h)

    def forward(self, x, h):
        # input:
        #   - x: shape(input dim),  observation at current time-step
        #   - h: shape(hidden dim), hidden-state at previous time-step
        # output:
        #   - h_t: hidden state at current time-step
        self.x = x
        self.hidden = h
        self.r = self.r_act(self.Wrx @ x + self.bir + self.Wrh @ h + self.bhr)
        self.z = self.z_act(self.Wzx @ x + self.biz + self.Wzh @ h + self.bhz)
        self.inner = self.Wnh @ h + self.bhn
        self.n = self.h_act(self.Wnx @ x + self.bin + self.r * self.inner)
        h_t = (1 - self.z) * self.n + self.z * h
        return h_t

    def backward(self, delta):
        # input:
        #  - delta: shape (hidden_dim), summation of derivative wrt loss from next layer at
        #           the same time-step and derivative wrt loss from same layer at the next time-step
        # output:
        #  - dx: Derivative of loss wrt the input x
        #  - dh: Derivative of loss wrt the input hidden h
        dz = delta * (self.hidden - self.n)
        dn = delta * (1 - self.z)
        dn_in = dn * self.h_act.derivative()
        dr = dn_in * self.inner
        dz_in = dz * self.z_act.derivative()
        dr_in = dr * self.r_act.derivative()
        d_inner = dn_in * self.r

        self.dWnx += np.outer(dn_in, self.x)
        self.dbin += dn_in
        self.dWnh += np.outer(d_inner, self.hidden)
        self.dbhn += d_inner

        self.dWzx += np.outer(dz_in, self.x)
        self.dbiz += dz_in
        self.dWzh += np.outer(dz_in, self.hidden)
        self.dbhz += dz_in

        self.dWrx += np.outer(dr_in, self.x)
        self.dbir += dr_in
        self.dWrh += np.outer(dr_in, self.hidden)
        self.dbhr += dr_in

        dx = dn_in @ self.Wnx + dz_in @ self.Wzx + dr_in @ self.Wrx
        dh = delta * self.z
        dh += d_inner @ self.Wnh
        dh += dz_in @ self.Wzh
        dh += dr_in @ self.Wrh
        return dx, dh
