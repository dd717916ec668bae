"""Traffic forecasting, all weights of the layer in one matrix: rows [bias; input; state]."""
import sys
import json
import numpy as np

CONFIG = json.loads(sys.stdin.read()) if not sys.stdin.isatty() else {"units": 16, "features": 3}


class FusedGRU(object):
    """ X is (n_steps, batch, features). """

    def __init__(self, config):
        self.units = config["units"]
        self.features = config["features"]
        self.theta = np.random.randn(1 + self.features + self.units, 3 * self.units) / 10

    def forward(self, X, S=None):
        T, N, _ = X.shape
        U = self.units
        self.S = np.zeros((T + 1, N, U))
        if S is not None:
            self.S[0] = S
        self.G = np.zeros((T, N, 3 * U))
        self.I = np.ones((T, N, 1 + self.features + U))
        self.J = np.ones((T, N, 1 + self.features + U))
        for t in range(T):
            self.I[t, :, 1:1 + self.features] = X[t]
            self.I[t, :, 1 + self.features:] = self.S[t]
            a = self.I[t].dot(self.theta[:, :2 * U])
            self.G[t, :, :2 * U] = 1 / (1 + np.exp(-a))
            keep, look = self.G[t, :, :U], self.G[t, :, U:2 * U]
            self.J[t, :, 1:1 + self.features] = X[t]
            self.J[t, :, 1 + self.features:] = look * self.S[t]
            self.G[t, :, 2 * U:] = np.tanh(self.J[t].dot(self.theta[:, 2 * U:]))
            self.S[t + 1] = keep * self.S[t] + (1 - keep) * self.G[t, :, 2 * U:]
        return self.S[1:]

    def backward(self, dS):
        T, N, U = dS.shape
        self.dtheta = np.zeros_like(self.theta)
        dX = np.zeros((T, N, self.features))
        carry = np.zeros((N, U))
        for t in range(T)[::-1]:
            d = dS[t] + carry
            keep, look, new = np.split(self.G[t], 3, axis=1)
            dnew = d * (1 - keep) * (1 - new ** 2)
            dkeep = d * (new - self.S[t]) * keep * (1 - keep)
            dJ = dnew.dot(self.theta[:, 2 * U:].T)
            dlook = dJ[:, 1 + self.features:] * self.S[t] * look * (1 - look)
            dgates = np.hstack([dkeep, dlook])
            self.dtheta[:, :2 * U] += self.I[t].T.dot(dgates)
            self.dtheta[:, 2 * U:] = self.J[t].T.dot(dnew)
            dI = dgates.dot(self.theta[:, :2 * U].T)
            dX[t] = dI[:, 1:1 + self.features] + dJ[:, 1:1 + self.features]
            carry = d * keep + dI[:, 1 + self.features:] + dJ[:, 1 + self.features:] * look
        return dX, carry


net = FusedGRU(CONFIG)
for epoch in range(10 ** 6):
    x = np.random.randn(5, 4, net.features)
    y = net.forward(x)
    net.backward(y - 1)
    net.theta -= 0.01 * net.dtheta
