import numpy as np


def sigma(q):
    return 1 / (1 + np.exp(-q))


class Stream:
    def __init__(self, n_in, n_st):
        rnd = np.random.RandomState(9)
        self.A = rnd.randn(3, n_st, n_in) * .1
        self.B = rnd.randn(3, n_st, n_st) * .1
        self.c = np.zeros((3, n_st))

    def walk(self, xs, s0):
        """xs (T, n_in), s0 (n_st,)"""
        s, seen = s0, []
        for x in xs[::-1]:
            z = sigma(self.A[0] @ x + self.B[0] @ s + self.c[0])
            r = sigma(self.A[1] @ x + self.B[0] @ s + self.c[1])
            n = np.tanh(self.A[2] @ x + self.B[2] @ (r * s) + self.c[2])
            s = (1 - z) * s + z * n
            seen.append(s)
        return np.array(seen)
