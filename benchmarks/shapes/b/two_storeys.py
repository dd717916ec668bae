"""char-rnn with two GRU layers. numpy only, runs over night on my laptop"""
import pickle
import sys
import numpy as np
import matplotlib.pyplot as plt

rng = np.random.RandomState(1234)


def logistic(v):
    return 1.0 / (1.0 + np.exp(-v))


class Storey(object):
    def __init__(self, n_below, n):
        s = 0.08
        self.n = n
        self.kernel = rng.normal(0, s, size=(n_below, 3 * n))
        self.recur = rng.normal(0, s, size=(n, 3 * n))
        self.shift = np.zeros(3 * n)

    def tick(self, below, mem):
        n = self.n
        a = below.dot(self.kernel) + self.shift
        b = mem.dot(self.recur[:, :2 * n])
        keep = logistic(a[:, :n] + b[:, :n])
        look = logistic(a[:, n:2 * n] + b[:, n:])
        fresh = np.tanh(a[:, 2 * n:] + (look * mem).dot(self.recur[:, 2 * n:]))
        return keep * mem + (1 - keep) * fresh


class House(object):
    def __init__(self, n_in, n_hidden):
        self.n_hidden = n_hidden
        self.ground = Storey(n_in, n_hidden)
        self.first = Storey(n_hidden, n_hidden)

    def climb(self, steps):
        """steps: time x batch x n_in, gives time x batch x n_hidden"""
        m1 = np.zeros((steps.shape[1], self.n_hidden))
        m2 = np.zeros((steps.shape[1], self.n_hidden))
        top = []
        for s in steps:
            m1 = self.ground.tick(s, m1)
            m2 = self.first.tick(m1, m2)
            top.append(m2)
        return np.array(top)


if __name__ == "__main__":
    text = open(sys.argv[1]).read()
    net = House(len(set(text)), 200)
    pickle.dump(net, open("net.pkl", "wb"))
    plt.plot([1, 2])
