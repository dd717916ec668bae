import numpy as np


def f(u):
    return 1 / (1 + np.exp(-u))


class Filter:
    """x: (time, batch, n_obs)"""

    def __init__(self, n_obs, n_state):
        g = np.random.default_rng(0)
        self.P = [g.normal(0, 0.4, (n_obs, n_state)) for _ in range(3)]
        self.Q = [g.normal(0, 0.4, (n_state, n_state)) for _ in range(3)]
        self.c = [np.zeros(n_state) for _ in range(3)]

    def smooth(self, x, s0):
        s = s0
        track = []
        (P1, P2, P3), (Q1, Q2, Q3), (c1, c2, c3) = self.P, self.Q, self.c
        r = np.ones_like(s0)
        for o in x:
            z = f(o @ P1 + s @ Q1 + c1)
            m = np.tanh(o @ P3 + (r * s) @ Q3 + c3)
            r = f(o @ P2 + s @ Q2 + c2)
            s = z * s + (1 - z) * m
            track.append(s)
        return np.stack(track)
