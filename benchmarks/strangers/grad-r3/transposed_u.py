import numpy as np


class SimpleGRU:
    """rows are samples; gates packed [update | reset | new]"""

    def __init__(self, features, units):
        self.units = units
        self.kernel = np.random.randn(features, 3 * units) / 10
        self.recurrent = [np.random.randn(units, units) / 10 for _ in range(3)]
        self.bias = np.zeros(3 * units)

    def call(self, inputs, state):
        m = self.units
        xs = inputs @ self.kernel + self.bias
        rz, rr, rn = self.recurrent
        z = self.hard(xs[:, :m] + state @ rz)
        r = self.hard(xs[:, m:2 * m] + state @ rr)
        n = np.tanh(xs[:, 2 * m:] + (r * state) @ rn)
        self.mem = inputs, state, z, r, n
        return z * state + (1 - z) * n

    def hard(self, v):
        return 1 / (1 + np.exp(-v))

    def grad(self, upstream):
        inputs, state, z, r, n = self.mem
        rz, rr, rn = self.recurrent
        dn = upstream * (1 - z) * (1 - n * n)
        dz = upstream * (state - n) * z * (1 - z)
        drs = dn @ rn.T
        dr = drs * state * r * (1 - r)
        pre = np.concatenate([dz, dr, dn], axis=1)
        self.d_kernel = inputs.T @ pre
        self.d_recurrent = [state.T @ dz, dr.T @ state, (r * state).T @ dn]
        self.d_bias = pre.sum(0)
        d_inputs = pre @ self.kernel.T
        d_state = upstream * z + drs * r + dz @ rz.T + dr @ rr.T
        return d_inputs, d_state
