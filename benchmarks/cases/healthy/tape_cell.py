import numpy as np
from collections import defaultdict


class Cell:
    """
    Caches on a stack, so call forward T times and backward T times.
    grads accumulate until clear() is called.
    """

    names = ('Wf', 'Uf', 'bf', 'Wi', 'Ui', 'bi', 'Wc', 'Uc', 'bc')

    def __init__(self, inputs, outputs):
        for n in self.names:
            if n[0] == 'W':
                v = np.random.uniform(-.1, .1, (outputs, inputs))
            elif n[0] == 'U':
                v = np.random.uniform(-.1, .1, (outputs, outputs))
            else:
                v = np.zeros((outputs, 1))
            setattr(self, n, v)
        self.stack = []
        self.clear()

    def clear(self):
        self.grads = defaultdict(float)

    def fwd(self, x, h):
        # x: (inputs, batch)  h: (outputs, batch)
        f = 1 / (1 + np.exp(-(self.Wf @ x + self.Uf @ h + self.bf)))
        i = 1 / (1 + np.exp(-(self.Wi @ x + self.Ui @ h + self.bi)))
        ih = i * h
        c = np.tanh(self.Wc @ x + self.Uc @ ih + self.bc)
        new = f * h + (1 - f) * c
        self.stack.append((x, h, f, i, ih, c))
        return new

    def bwd(self, dnew):
        x, h, f, i, ih, c = self.stack.pop()
        dac = dnew * (1 - f) * (1 - c * c)
        daf = dnew * (h - c) * f * (1 - f)
        dih = self.Uc.T @ dac
        dai = dih * h * i * (1 - i)
        for g, da, hid in (('f', daf, h), ('i', dai, h), ('c', dac, ih)):
            self.grads['W' + g] += da @ x.T
            self.grads['U' + g] += da @ hid.T
            self.grads['b' + g] += da.sum(axis=1, keepdims=True)
        dx = self.Wf.T @ daf + self.Wi.T @ dai + self.Wc.T @ dac
        dh = dnew * f + dih * i + self.Uf.T @ daf + self.Ui.T @ dai
        return dx, dh
