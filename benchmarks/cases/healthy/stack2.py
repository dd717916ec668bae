import numpy as np


def sigm(x): return 1/(1+np.exp(-x))


class Deep:
    """n_layers recurrent layers on top of each other, state is a list with one (batch, hid) per layer"""

    def __init__(self, inp, hid, n_layers=2):
        self.hid = hid
        self.layers = []
        for i in range(n_layers):
            k = inp if i == 0 else hid
            self.layers.append({
                'Wi': np.random.randn(k, 3*hid)*0.1,
                'Wh': np.random.randn(hid, 3*hid)*0.1,
                'bi': np.zeros(3*hid),
                'bh': np.zeros(3*hid)})

    def cell(self, p, x, h):
        i_u, i_r, i_c = np.split(x.dot(p['Wi']) + p['bi'], 3, axis=1)
        h_u, h_r, h_c = np.split(h.dot(p['Wh']) + p['bh'], 3, axis=1)
        u = sigm(i_u + h_u)
        r = sigm(i_r + h_r)
        c = np.tanh(i_c + r*h_c)
        return u*h + (1-u)*c

    def forward(self, xs, state=None):
        """xs (batch, time, inp) -> (batch, time, hid), final state"""
        n = xs.shape[0]
        if state is None:
            state = [np.zeros((n, self.hid)) for _ in self.layers]
        state = list(state)
        outs = []
        for t in range(xs.shape[1]):
            y = xs[:, t]
            for k, p in enumerate(self.layers):
                state[k] = self.cell(p, y, state[k])
                y = state[k]
            outs.append(y)
        return np.stack(outs, axis=1), state
