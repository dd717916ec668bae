import numpy as np


class Layer:
    """x (batch, steps, features)"""

    def __init__(self, features, units):
        rng = np.random.default_rng(5)
        self.units = units
        self.kernel = rng.standard_normal((features, 3 * units)) * 0.2
        self.recurrent = rng.standard_normal((units, 3 * units)) * 0.2
        self.bias = rng.standard_normal(3 * units) * 0.1

    def call(self, x):
        bz, bc, br = np.split(self.bias, 3)
        kz, kr, kc = np.split(self.kernel, 3, axis=1)
        uz, ur, uc = np.split(self.recurrent, 3, axis=1)
        h = np.zeros((x.shape[0], self.units))
        seq = np.zeros((x.shape[0], x.shape[1], self.units))
        for t in range(x.shape[1]):
            now = x[:, t, :]
            z = 1.0 / (1.0 + np.exp(-(now @ kz + h @ uz + bz)))
            r = 1.0 / (1.0 + np.exp(-(now @ kr + h @ ur + br)))
            c = np.tanh(now @ kc + (r * h) @ uc + bc)

            seq[:, t, :] = h
            h = z * h + (1 - z) * c
        return seq
