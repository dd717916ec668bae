import numpy as np


class PriceGRU:
    """walks through a day; h can be handed in from the day before"""

    def __init__(self, k, n):
        r = np.random.RandomState(1)
        self.n = n
        self.M = r.randn(k + n + 1, 2 * n) * .1
        self.C = r.randn(k + n + 1, n) * .1

    def tick(self, price, h):
        one = np.ones((len(price), 1))
        gates = 1 / (1 + np.exp(-np.hstack([price, h, one]) @ self.M))
        keep, read = gates[:, :self.n], gates[:, self.n:]
        fresh = np.tanh(np.hstack([price, read * h, one]) @ self.C)
        return keep * h + (1 - keep) * fresh

    def day(self, prices, h=None):
        h0 = np.zeros((prices.shape[1], self.n)) if h is None else h
        path = [h0]
        for p in prices:
            path.append(self.tick(p, path[0]))
        return np.stack(path[1:]), path[-1]
