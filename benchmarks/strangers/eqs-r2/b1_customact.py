"""GRU with own softsign-free tanh; forward/backward through a list of tuples."""
import numpy as np


class Activation:
    def __init__(self, f, df):
        self.f, self.df = f, df

    def __call__(self, a):
        return self.f(a)


sigmoid = Activation(lambda a: 1 / (1 + np.exp(-a)), lambda y: y * (1 - y))
tanh = Activation(np.tanh, lambda y: 1 - np.tanh(y) ** 2)


class TimeGRU:
    def __init__(self, D, H):
        self.D, self.H = D, H
        self.params = {"Wx": np.random.randn(D, 3 * H) * 0.1, "Wh": np.random.randn(H, 3 * H) * 0.1, "b": np.zeros(3 * H)}
        self.grads = {}

    def forward(self, X, h):
        H, Wx, Wh, b = self.H, self.params["Wx"], self.params["Wh"], self.params["b"]
        self.tape, out = [], []
        for x in X:
            a = x @ Wx + b
            z = sigmoid(a[:, :H] + h @ Wh[:, :H])
            r = sigmoid(a[:, H:2 * H] + h @ Wh[:, H:2 * H])
            n = tanh(a[:, 2 * H:] + (r * h) @ Wh[:, 2 * H:])
            self.tape.append((x, h, z, r, n))
            h = (1 - z) * n + z * h
            out.append(h)
        return np.stack(out)

    def backward(self, dout):
        H, Wx, Wh = self.H, self.params["Wx"], self.params["Wh"]
        dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros(3 * H)
        dX = np.empty((len(dout), dout.shape[1], self.D))
        dh = 0
        for t in range(len(dout) - 1, -1, -1):
            x, h, z, r, n = self.tape[t]
            dh = dh + dout[t]
            dn = dh * (1 - z) * tanh.df(n)
            drh = dn @ Wh[:, 2 * H:].T
            dr = drh * h * sigmoid.df(r)
            dz = dh * (h - n) * sigmoid.df(z)
            da = np.hstack([dz, dr, dn])
            dWx += x.T @ da
            db += da.sum(0)
            dWh[:, :2 * H] += h.T @ da[:, :2 * H]
            dWh[:, 2 * H:] += (r * h).T @ dn
            dX[t] = da @ Wx.T
            dh = dh * z + drh * r + da[:, :2 * H] @ Wh[:, :2 * H].T
        self.grads = {"Wx": dWx, "Wh": dWh, "b": db}
        return dX, dh
