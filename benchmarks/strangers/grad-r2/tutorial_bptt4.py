import numpy as np

"""
Part 4 of the tutorial: implementing a GRU with NumPy.
"""


def sigmoid(z):
    return 1. / (1. + np.exp(-z))


class GRUNumpy:
    def __init__(self, word_dim, hidden_dim=100):
        self.word_dim = word_dim
        self.hidden_dim = hidden_dim
        self.U = np.random.uniform(-np.sqrt(1. / word_dim), np.sqrt(1. / word_dim), (3, hidden_dim, word_dim))
        self.W = np.random.uniform(-np.sqrt(1. / hidden_dim), np.sqrt(1. / hidden_dim), (3, hidden_dim, hidden_dim))
        self.b = np.zeros((3, hidden_dim))

    def forward(self, x, s_prev):
        """x: (T, word_dim), s_prev: (hidden_dim,)"""
        self.steps = []
        states = []
        for x_t in x:
            z = sigmoid(self.U[0].dot(x_t) + self.W[0].dot(s_prev) + self.b[0])
            r = sigmoid(self.U[1].dot(x_t) + self.W[1].dot(s_prev) + self.b[1])
            h = np.tanh(self.U[2].dot(x_t) + self.W[2].dot(s_prev * r) + self.b[2])
            s = (1 - z) * h + z * s_prev
            self.steps.append((x_t, s_prev, z, r, h))
            s_prev = s
            states.append(s)
        return np.array(states)

    def backward(self, d_states):
        dU, dW, db = np.zeros(self.U.shape), np.zeros(self.W.shape), np.zeros(self.b.shape)
        T = len(self.steps)
        for t in range(T)[::-1]:
            ds = d_states[t]
            # back through at most 2 earlier steps
            for k in range(max(0, t - 2), t + 1)[::-1]:
                x_t, s_prev, z, r, h = self.steps[k]
                dh = ds * (1 - z) * (1 - h ** 2)
                dz = ds * (s_prev - h) * z * (1 - z)
                back = self.W[2].T.dot(dh)
                dr = back * s_prev * r * (1 - r)
                for g, d in enumerate((dz, dr, dh)):
                    dU[g] += np.outer(d, x_t)
                    db[g] += d
                dW[0] += np.outer(dz, s_prev)
                dW[1] += np.outer(dr, s_prev)
                dW[2] += np.outer(dh, s_prev * r)
                ds = ds * z + back * r + self.W[0].T.dot(dz) + self.W[1].T.dot(dr)
        return dU, dW, db
