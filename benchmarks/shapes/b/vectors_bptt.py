import numpy as np


class Net:
    def __init__(self, hidden, inp):
        rnd = lambda *s: np.random.normal(0, 0.25, s)
        self.w = dict(Wz=rnd(hidden, inp), Wr=rnd(hidden, inp), Wh=rnd(hidden, inp),
                      Uz=rnd(hidden, hidden), Ur=rnd(hidden, hidden), Uh=rnd(hidden, hidden),
                      bz=np.zeros(hidden), br=np.zeros(hidden), bh=np.zeros(hidden))
        self.hidden = hidden
        self.grad = {}

    @staticmethod
    def sg(x): return 1 / (1 + np.exp(-x))

    def feedforward(self, vectors, h0):
        """vectors is a list of 1-d arrays, comes back as a list of states, h0 included"""
        w = self.w
        self.tape, hs = [], [h0]
        for x in vectors:
            h = hs[-1]
            z = self.sg(np.dot(w['Wz'], x) + np.dot(w['Uz'], h) + w['bz'])
            r = self.sg(np.dot(w['Wr'], x) + np.dot(w['Ur'], h) + w['br'])
            c = np.tanh(np.dot(w['Wh'], x) + np.dot(w['Uh'], r * h) + w['bh'])
            hs.append((1 - z) * h + z * c)
            self.tape.append((x, h, z, r, c))
        return hs

    def backprop(self, dhs):
        """dhs: one gradient for each state in the list"""
        w = self.w
        self.grad = {k: np.zeros_like(v) for k, v in w.items()}
        dxs = []
        dh = np.zeros(self.hidden)
        for (x, h, z, r, c), d in zip(self.tape[::-1], dhs[:0:-1]):
            dh = dh + d
            dc = dh * z * (1 - c * c)
            dz = dh * (c - h) * z * (1 - z)
            drh = np.dot(w['Uh'].T, dc)
            dr = drh * h * r * (1 - r)
            for gate, dg, src in (('z', dz, h), ('r', dr, h), ('h', dc, r * h)):
                self.grad['W' + gate] += np.outer(dg, x)
                self.grad['U' + gate] += np.outer(dg, src)
                self.grad['b' + gate] += dg
            dxs.insert(0, np.dot(w['Wz'].T, dz) + np.dot(w['Wr'].T, dr) + np.dot(w['Wh'].T, dc))
            dh = dh * (1 - z) + drh * r + np.dot(w['Uz'].T, dz) + np.dot(w['Ur'].T, dr)
        return dxs, dh + dhs[0]
