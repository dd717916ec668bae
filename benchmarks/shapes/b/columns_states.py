import numpy as np

float_ = np.float64


class ColumnGRU(object):
    """ every sample is a column, the call looks like the old keras cells: step(inputs, states) -> h, [h] """
    def __init__(self, n_units, n_features):
        self.H = n_units
        shapes = [(n_units, n_features), (n_units, n_units), (n_units, 1)] * 3
        self.theta = [np.random.randn(*s).astype(float_) * .1 for s in shapes]

    def step(self, inputs, states):
        h, = states
        Wr, Ur, br, Wz, Uz, bz, Wn, Un, bn = self.theta
        r = 1./(1. + np.exp(-(Wr.dot(inputs) + Ur.dot(h) + br)))
        z = 1./(1. + np.exp(-(Wz.dot(inputs) + Uz.dot(h) + bz)))
        n = np.tanh(Wn.dot(inputs) + Un.dot(r*h) + bn)
        out = (1. - z)*n + z*h
        return out, [out]

    def run_all(self, X):
        """ X: (n_features, batch, time) -> (n_units, batch, time + 1) with the zero state in front """
        H = np.zeros((self.H, X.shape[1], X.shape[2] + 1))
        for t in range(X.shape[2]):
            H[:, :, t+1], _ = self.step(X[:, :, t], [H[:, :, t]])
        return H
