"""GRU cell out of small differentiable layers. Every layer keeps what it needs for its own backward."""
import numpy as np


class Linear:
    def __init__(self, n_in, n_out, bias=True):
        self.W = np.random.uniform(-1, 1, (n_out, n_in)) / np.sqrt(n_in)
        self.b = np.zeros(n_out) if bias else None
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros(n_out) if bias else None

    def forward(self, x):
        self.x = x
        y = x @ self.W.T
        return y if self.b is None else y + self.b

    def backward(self, dy):
        self.dW += dy.T @ self.x
        if self.b is not None:
            self.db += dy.sum(0)
        return dy @ self.W


class Sigmoid:
    def forward(self, x):
        self.y = 1 / (1 + np.exp(-x))
        return self.y

    def backward(self, dy):
        return dy * self.y * (1 - self.y)


class Tanh:
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, dy):
        return dy * (1 - self.y ** 2)


class GRUCell:
    def __init__(self, input_size, hidden_size):
        self.xz, self.hz = Linear(input_size, hidden_size), Linear(hidden_size, hidden_size, bias=False)
        self.xr, self.hr = Linear(input_size, hidden_size), Linear(hidden_size, hidden_size, bias=False)
        self.xn, self.hn = Linear(input_size, hidden_size), Linear(hidden_size, hidden_size, bias=False)
        self.act_z, self.act_r, self.act_n = Sigmoid(), Sigmoid(), Tanh()

    def forward(self, x, h):
        self.h = h
        self.z = self.act_z.forward(self.xz.forward(x) + self.hz.forward(h))
        self.r = self.act_r.forward(self.xr.forward(x) + self.hr.forward(h))
        self.n = self.act_n.forward(self.xn.forward(x) + self.hn.forward(self.r * h))
        return self.z * h + (1 - self.z) * self.n

    def backward(self, dh_next):
        dn = self.act_n.backward(dh_next * (1 - self.z))
        drh = self.hn.backward(dn)
        dr = self.act_r.backward(drh * self.h)
        dz = self.act_z.backward(dh_next * (self.h - self.n))
        dx = self.xn.backward(dn) + self.xr.backward(dr) + self.xz.backward(dz)
        dh = dh_next * self.z + drh * self.r + self.hr.backward(dr) + self.hz.backward(dz)
        return dx, dh
