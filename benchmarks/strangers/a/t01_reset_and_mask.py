import numpy as np


def sigma(a):
    return 1 / (1 + np.exp(-a))


class Listener:
    def __init__(self, nin, nout):
        g = np.random.default_rng(77)
        self.win = g.normal(0, 0.3, (3, nin, nout))
        self.wrec = g.normal(0, 0.3, (3, nout, nout))
        self.off = np.zeros((3, nout))

    def listen(self, sound, mask, s=None):
        """sound: (batch, time, nin); mask: (batch, time) with 0 on padding"""
        if s is None:
            s = np.zeros((sound.shape[0], self.off.shape[1]))
        states = []
        for t in range(sound.shape[1]):
            x = sound[:, t]
            u = sigma(x @ self.win[0] + s @ self.wrec[0] + self.off[0])
            r = sigma(x @ self.win[1] + s @ self.wrec[1] + self.off[1])
            c = np.tanh(r * (x @ self.win[2] + s @ self.wrec[2] + self.off[2]))
            s = u * s + (1 - u) * c
            s = s * mask[:, t, None]
            states.append(s)
        return np.stack(states, axis=1), s
