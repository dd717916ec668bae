"""vanilla RNN after Elman (1990), batch x time x features"""
import numpy as np


class Elman:
    def __init__(self, in_features, hidden_features):
        self.A = np.random.randn(in_features, hidden_features) * 0.3
        self.R = np.random.randn(hidden_features, hidden_features) * 0.3
        self.c = np.zeros(hidden_features)

    def forward(self, inputs, h0=None):
        N, T, _ = inputs.shape
        self.inputs = inputs
        self.hs = np.zeros((N, T + 1, self.R.shape[0]))
        if h0 is not None:
            self.hs[:, 0] = h0
        for t in range(T):
            self.hs[:, t + 1] = np.tanh(inputs[:, t] @ self.A + self.hs[:, t] @ self.R + self.c)
        return self.hs[:, 1:]

    def backward(self, dout):
        self.dA, self.dR, self.dc = np.zeros_like(self.A), np.zeros_like(self.R), np.zeros_like(self.c)
        dx = np.zeros_like(self.inputs)
        carry = np.zeros_like(dout[:, 0])
        for t in range(dout.shape[1] - 1, -1, -1):
            da = (dout[:, t] + carry) * (1 - self.hs[:, t + 1] ** 2)
            self.dA += self.inputs[:, t].T @ da
            self.dR += self.hs[:, t].T @ da
            self.dc += da.sum(0)
            dx[:, t] = da @ self.A.T
            carry = da @ self.R.T
        return dx
