try:
    import cupy as xp
    GPU = True
except ImportError:
    import numpy as xp
    GPU = False


def sigmoid(a):
    return xp.tanh(a * 0.5) * 0.5 + 0.5


class Recurrent:
    def __init__(self, Wx, Wh, b):
        self.params = [Wx, Wh, b]
        self.grads = [xp.zeros_like(p) for p in self.params]
        self.cache = None

    def forward(self, x, h_prev):
        Wx, Wh, b = self.params
        H = h_prev.shape[1]
        A = xp.dot(x, Wx) + b
        rz = sigmoid(A[:, :2 * H] + xp.dot(h_prev, Wh[:, :2 * H]))
        r, z = rz[:, :H], rz[:, H:]
        s = r * h_prev
        n = xp.tanh(A[:, 2 * H:] + xp.dot(s, Wh[:, 2 * H:]))
        h_next = (1 - z) * h_prev + z * n
        self.cache = (x, h_prev, r, z, s, n)
        return h_next

    def backward(self, dh_next):
        Wx, Wh, b = self.params
        x, h_prev, r, z, s, n = self.cache
        H = h_prev.shape[1]
        dA = xp.empty((x.shape[0], 3 * H))
        dA[:, 2 * H:] = dh_next * z * (1 - n ** 2)
        ds = xp.dot(dA[:, 2 * H:], Wh[:, 2 * H:].T)
        dA[:, :H] = ds * h_prev * r * (1 - r)
        dA[:, H:2 * H] = dh_next * (n - h_prev) * z * (1 - z)
        dWx = xp.dot(x.T, dA)
        dWh = xp.empty_like(Wh)
        dWh[:, :2 * H] = xp.dot(h_prev.T, dA[:, :2 * H])
        dWh[:, 2 * H:] = xp.dot(s.T, dA[:, 2 * H:])
        db = dA.sum(axis=0)
        self.grads[0][...] = dWx
        self.grads[1][...] = dWh
        self.grads[2][...] = db
        dx = xp.dot(dA, Wx.T)
        dh_prev = dh_next * (1 - z) + ds * r + xp.dot(dA[:, :2 * H], Wh[:, :2 * H].T)
        return dx, dh_prev


class TimeRecurrent:
    def __init__(self, Wx, Wh, b, stateful=False):
        self.params = [Wx, Wh, b]
        self.grads = [xp.zeros_like(p) for p in self.params]
        self.h, self.dh = None, None
        self.stateful = stateful

    def forward(self, xs):
        N, T, D = xs.shape
        H = self.params[1].shape[0]
        hs = xp.empty((N, T, H))
        self.layers = []
        if not self.stateful or self.h is None:
            self.h = xp.zeros((N, H))
        for t in range(T):
            layer = Recurrent(*self.params)
            self.h = layer.forward(xs[:, t, :], self.h)
            hs[:, t, :] = self.h
            self.layers.append(layer)
        return hs

    def backward(self, dhs):
        N, T, H = dhs.shape
        dxs = xp.empty((N, T, self.params[0].shape[0]))
        dh = 0
        grads = [0, 0, 0]
        for t in reversed(range(T)):
            dx, dh = self.layers[t].backward(dhs[:, t, :] + dh)
            dxs[:, t, :] = dx
            for i, g in enumerate(self.layers[t].grads):
                grads[i] = grads[i] + g
        for i, g in enumerate(grads):
            self.grads[i][...] = g
        self.dh = dh
        return dxs

    def reset_state(self):
        self.h = None
