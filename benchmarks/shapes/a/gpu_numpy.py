USE_GPU = False
if USE_GPU:
    import cupy as np
else:
    import numpy as np


def f(x):
    return 1 / (1 + np.exp(-x))

def df(y):
    return y * (1 - y)

class gru_node:
    '''one GRU time step; params and grads are lists in the same order'''
    def __init__(self, idim, odim, train=True):
        s = 1 / np.sqrt(odim)
        self.params = [np.random.uniform(-s, s, (idim, odim)) for i in range(3)] + \
                      [np.random.uniform(-s, s, (odim, odim)) for i in range(3)] + \
                      [np.zeros((1, odim)) for i in range(3)]
        self.grads = [np.zeros_like(q) for q in self.params]
        self.train = train

    def fprop(self, x, s):
        Wz, Wr, Wn, Uz, Ur, Un, bz, br, bn = self.params
        z = f(np.dot(x, Wz) + np.dot(s, Uz) + bz)
        r = f(np.dot(x, Wr) + np.dot(s, Ur) + br)
        v = np.dot(s, Un)
        n = np.tanh(np.dot(x, Wn) + r * v + bn)
        if self.train:
            self.mem = x, s, z, r, v, n
        return (1 - z) * n + z * s

    def bprop(self, ds_next):
        Wz, Wr, Wn, Uz, Ur, Un, bz, br, bn = self.params
        x, s, z, r, v, n = self.mem
        an = ds_next * (1 - z) * (1 - n ** 2)
        az = ds_next * (s - n) * df(z)
        ar = an * v * df(r)
        av = an * r
        for i, (a, b) in enumerate([(az, az), (ar, ar), (an, av)]):
            self.grads[i] += np.dot(x.T, a)
            self.grads[3 + i] += np.dot(s.T, b)
            self.grads[6 + i] += a.sum(0, keepdims=True)
        dx = np.dot(az, Wz.T) + np.dot(ar, Wr.T) + np.dot(an, Wn.T)
        ds = ds_next * z + np.dot(az, Uz.T) + np.dot(ar, Ur.T) + np.dot(av, Un.T)
        return dx, ds
