import numpy as np


class GRU(object):
    """m input features, n units. X has shape (T, batch, m)."""

    def __init__(self, m, n, seed=0):
        rs = np.random.RandomState(seed)
        s = 1.0 / np.sqrt(n)
        self.m, self.n = m, n
        self.K = rs.uniform(-s, s, (m, 3 * n))
        self.R = rs.uniform(-s, s, (n, 3 * n))
        self.b = np.zeros(3 * n)

    def forward(self, X):
        n = self.n
        T, N, _ = X.shape
        H = np.zeros((T + 1, N, n))
        G = np.empty((T, N, 3 * n))
        for t in range(T):
            G[t] = X[t] @ self.K + self.b
            G[t, :, :2 * n] += H[t] @ self.R[:, :2 * n]
            G[t, :, :2 * n] = 1 / (1 + np.exp(-G[t, :, :2 * n]))
            G[t, :, 2 * n:] += (G[t, :, n:2 * n] * H[t]) @ self.R[:, 2 * n:]
            G[t, :, 2 * n:] = np.tanh(G[t, :, 2 * n:])
            u = G[t, :, :n]
            H[t + 1] = u * H[t] + (1 - u) * G[t, :, 2 * n:]
        self.X, self.H, self.G = X, H, G
        return H[1:]

    def backward(self, dH):
        n = self.n
        X, H, G = self.X, self.H, self.G
        T, N, _ = X.shape
        self.dK = np.zeros_like(self.K)
        self.dR = np.zeros_like(self.R)
        self.db = np.zeros_like(self.b)
        dX = np.zeros_like(X)
        dh = np.zeros((N, n))
        D = np.empty((N, 3 * n))
        for t in range(T - 1, -1, -1):
            dh = dh + dH[t]
            u, r, c = G[t, :, :n], G[t, :, n:2 * n], G[t, :, 2 * n:]
            D[:, 2 * n:] = dh * (1 - u) * (1 - c * c)
            drh = D[:, 2 * n:] @ self.R[:, 2 * n:].T
            D[:, :n] = dh * (H[t] - c) * u * (1 - u)
            D[:, n:2 * n] = drh * H[t] * r * (1 - r)
            self.dK += X[t].T @ D
            self.db += D.sum(0)
            self.dR[:, :2 * n] += H[t].T @ D[:, :2 * n]
            self.dR[:, 2 * n:] += (r * H[t]).T @ D[:, 2 * n:]
            dX[t] = D @ self.K.T
            dh = dh * u + drh * r + D[:, :2 * n] @ self.R[:, :2 * n].T
        return dX
