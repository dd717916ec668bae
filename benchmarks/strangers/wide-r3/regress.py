import numpy as np

def s(x): return 1/(1+np.exp(-x))

class GRURegressor:
    def __init__(self, input_dim, hidden_dim, output_dim=1):
        k = 1/np.sqrt(hidden_dim)
        r = lambda *a: np.random.uniform(-k, k, a)
        self.params = {'Wx': r(input_dim, 3*hidden_dim), 'Wh': r(hidden_dim, 3*hidden_dim), 'b': np.zeros(3*hidden_dim),
                       'Wo': r(hidden_dim, output_dim), 'bo': np.zeros(output_dim)}
        self.H = hidden_dim

    def forward(self, X):
        """X (N, T, D) -> predictions (N, output_dim)"""
        N, T, D = X.shape
        H, p = self.H, self.params
        self.X = X
        self.h = np.zeros((N, T+1, H))
        self.g = np.zeros((N, T, 3*H))
        for t in range(T):
            hp = self.h[:, t]
            a = X[:, t] @ p['Wx'] + p['b']
            zr = s(a[:, :2*H] + hp @ p['Wh'][:, :2*H])
            z, r = zr[:, :H], zr[:, H:]
            n = np.tanh(a[:, 2*H:] + (r*hp) @ p['Wh'][:, 2*H:])
            self.h[:, t+1] = z*hp + (1-z)*n
            self.g[:, t] = np.concatenate([z, r, n], 1)
        self.pred = self.h[:, -1] @ p['Wo'] + p['bo']
        return self.pred

    def backward(self, y):
        N, T, D = self.X.shape
        H, p = self.H, self.params
        grads = {k: np.zeros_like(v) for k, v in p.items()}
        err = 2*(self.pred - y)/N
        grads['Wo'] = self.h[:, -1].T @ err
        grads['bo'] = err.sum(0)
        dh = err @ p['Wo'].T
        for t in reversed(range(T)):
            z, r, n = np.split(self.g[:, t], 3, axis=1)
            hp = self.h[:, t]
            dan = dh*(1-z)*(1-n**2)
            daz = dh*(hp-n)*z*(1-z)
            drh = dan @ p['Wh'][:, 2*H:].T
            dar = drh*hp*r*(1-r)
            da = np.concatenate([daz, dar, dan], 1)
            grads['Wx'] += self.X[:, t].T @ da
            grads['b'] += da.sum(0)
            grads['Wh'][:, :2*H] += hp.T @ da[:, :2*H]
            grads['Wh'][:, 2*H:] += (r*hp).T @ dan
            dh = dh*z + drh*r + da[:, :2*H] @ p['Wh'][:, :2*H].T
        return grads
