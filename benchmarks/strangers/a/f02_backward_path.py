import numpy as np


def sg(a):
    return 1 / (1 + np.exp(-a))


class Unit:
    def __init__(self, d, k):
        rs = np.random.RandomState(5)
        self.M = rs.randn(d + k, 2 * k) * 0.3
        self.m = np.zeros(2 * k)
        self.N = rs.randn(d + k, k) * 0.3
        self.n = np.zeros(k)

    def fwd(self, inp, st):
        k = st.shape[1]
        cat = np.concatenate((inp, st), axis=1)
        ga = sg(cat @ self.M + self.m)
        up, re = ga[:, :k], ga[:, k:]
        cat2 = np.concatenate((inp, re * st), axis=1)
        prop = np.tanh(cat2 @ self.N + self.n)
        nxt = up * st + (1 - up) * prop
        self.memo = inp, st, cat, up, re, cat2, prop
        return nxt

    def bwd(self, d_nxt):
        inp, st, cat, up, re, cat2, prop = self.memo
        D = inp.shape[1]
        d_prop = d_nxt * (1 - up) * (1 - prop ** 2)
        d_up = d_nxt * (st - prop) * up * (1 - up)
        d_cat2 = d_prop @ self.N.T
        d_re = d_cat2[:, D:] * st * re * (1 - re)
        d_ga = np.concatenate((d_up, d_re), axis=1)
        d_cat = d_ga @ self.M.T
        self.dM = cat.T @ d_ga
        self.dm = d_ga.sum(0)
        self.dN = cat2.T @ d_prop
        self.dn = d_prop.sum(0)
        d_inp = d_cat[:, :D] + d_cat2[:, :D]
        d_st = d_cat[:, D:] + d_nxt * up
        return d_inp, d_st
