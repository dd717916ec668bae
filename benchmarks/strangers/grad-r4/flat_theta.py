"""GRU cell with all parameters unrolled in one vector, for use with scipy.optimize."""
import numpy as np

INPUT, HIDDEN = 4, 6


def sizes(d, m):
    return 3 * m * d, 3 * m * m, 3 * m


def unroll(theta, d, m):
    a, b, c = sizes(d, m)
    W = theta[:a].reshape(3, m, d)
    U = theta[a:a + b].reshape(3, m, m)
    bias = theta[a + b:a + b + c].reshape(3, m)
    return W, U, bias


def init_theta(d=INPUT, m=HIDDEN, seed=0):
    return np.random.RandomState(seed).randn(sum(sizes(d, m))) * 0.1


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


class UnrolledGRU:
    def __init__(self, d=INPUT, m=HIDDEN):
        self.d, self.m = d, m
        self.theta = init_theta(d, m)

    def forward(self, x, h):
        W, U, b = unroll(self.theta, self.d, self.m)
        z = sigmoid(x @ W[0].T + h @ U[0].T + b[0])
        r = sigmoid(x @ W[1].T + h @ U[1].T + b[1])
        n = np.tanh(x @ W[2].T + (r * h) @ U[2].T + b[2])
        self.mem = (x, h, z, r, n)
        return (1 - z) * h + z * n

    def backward(self, g):
        W, U, b = unroll(self.theta, self.d, self.m)
        x, h, z, r, n = self.mem
        dn = g * z * (1 - n * n)
        dz = g * (n - h) * z * (1 - z)
        drh = dn @ U[2]
        dr = drh * h * r * (1 - r)
        dW = np.stack([dz.T @ x, dr.T @ x, dn.T @ x])
        dU = np.stack([dz.T @ h, dr.T @ h, dn.T @ (r * h)])
        db = np.stack([dz.sum(0), dr.sum(0), dn.sum(0)])
        self.dtheta = np.concatenate([dW.ravel(), dU.ravel(), db.ravel()])
        dx = dz @ W[0] + dr @ W[1] + dn @ W[2]
        dh = g * (1 - z) + drh * r + dz @ U[0] + dr @ U[1]
        return dx, dh
