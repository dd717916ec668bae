import numpy as np


class Layer:
    def __init__(self):
        self.params = {}
        self.grads = {}

    def zero_grad(self):
        for k, v in self.params.items():
            self.grads[k] = np.zeros_like(v)


class RecLayer(Layer):
    """
    Recurrent layer, time major.

    x  : (T, N, D)
    out: (T, N, H)
    """

    def __init__(self, D, H, rng=None):
        super().__init__()
        rng = rng or np.random.RandomState(42)
        self.D, self.H = D, H
        k = 1.0 / np.sqrt(H)
        self.params['Wz'] = rng.uniform(-k, k, (D, H))
        self.params['Wr'] = rng.uniform(-k, k, (D, H))
        self.params['Wh'] = rng.uniform(-k, k, (D, H))
        self.params['Uz'] = rng.uniform(-k, k, (H, H))
        self.params['Ur'] = rng.uniform(-k, k, (H, H))
        self.params['Uh'] = rng.uniform(-k, k, (H, H))
        self.params['bz'] = np.zeros(H)
        self.params['br'] = np.zeros(H)
        self.params['bh'] = np.zeros(H)
        self.zero_grad()

    @staticmethod
    def _sigmoid(a):
        return 1.0 / (1.0 + np.exp(-a))

    def forward(self, x, h0=None):
        p = self.params
        T, N, _ = x.shape
        self.x = x
        self.h = np.zeros((T + 1, N, self.H))
        if h0 is not None:
            self.h[0] = h0
        self.z = np.zeros((T, N, self.H))
        self.r = np.zeros((T, N, self.H))
        self.n = np.zeros((T, N, self.H))
        for t in range(T):
            hp = self.h[t]
            self.z[t] = self._sigmoid(x[t] @ p['Wz'] + hp @ p['Uz'] + p['bz'])
            self.r[t] = self._sigmoid(x[t] @ p['Wr'] + hp @ p['Ur'] + p['br'])
            self.n[t] = np.tanh(x[t] @ p['Wh'] + (self.r[t] * hp) @ p['Uh'] + p['bh'])
            self.h[t + 1] = self.z[t] * hp + (1 - self.z[t]) * self.n[t]
        return self.h[1:]

    def backward(self, dout):
        p, g = self.params, self.grads
        T = dout.shape[0]
        self.zero_grad()
        dx = np.zeros_like(self.x)
        dh = np.zeros_like(self.h[0])
        for t in range(T - 1, -1, -1):
            hp, z, r, n = self.h[t], self.z[t], self.r[t], self.n[t]
            dh = dh + dout[t]
            dz = dh * (hp - n) * z * (1 - z)
            dn = dh * (1 - z) * (1 - n ** 2)
            drh = dn @ p['Uh'].T
            dr = drh * hp * r * (1 - r)

            g['Wz'] += self.x[t].T @ dz
            g['Wr'] += self.x[t].T @ dr
            g['Wh'] += self.x[t].T @ dn
            g['Uz'] += hp.T @ dz
            g['Ur'] += hp.T @ dr
            g['Uh'] += (r * hp).T @ dn
            g['bz'] += dz.sum(0)
            g['br'] += dr.sum(0)
            g['bh'] += dn.sum(0)

            dx[t] = dz @ p['Wz'].T + dr @ p['Wr'].T + dn @ p['Wh'].T
            dh = dh * z + drh * r + dz @ p['Uz'].T + dr @ p['Ur'].T
        self.dh0 = dh
        return dx
