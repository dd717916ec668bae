import numpy as np

N, Z, R = 0, 1, 2      # where each gate lives on the leading axis


def logistic(t):
    return np.where(t >= 0, 1 / (1 + np.exp(-np.abs(t))), np.exp(-np.abs(t)) / (1 + np.exp(-np.abs(t))))


class AxisGRU:
    """theta: dict with 'K' (3, D, H), 'Q' (3, H, H), 'c' (3, H)"""

    def __init__(self, n_features, n_state, seed=3):
        g = np.random.default_rng(seed)
        self.theta = {
            "K": g.normal(0, n_features ** -0.5, (3, n_features, n_state)),
            "Q": g.normal(0, n_state ** -0.5, (3, n_state, n_state)),
            "c": np.zeros((3, n_state)),
        }

    def advance(self, s, u):
        th = self.theta
        drive = np.einsum("bi,gij->gbj", u, th["K"]) + th["c"][:, None]
        z, r = logistic(drive[[Z, R]] + np.einsum("bi,gij->gbj", s, th["Q"][[Z, R]]))
        n = np.tanh(drive[N] + np.einsum("bi,bi,ij->bj", r, s, th["Q"][N]))
        self.tape = (s, u, z, r, n)
        return s + z * (n - s)

    def backprop(self, ds1):
        s, u, z, r, n = self.tape
        th = self.theta
        pre = np.empty((3,) + s.shape)
        pre[N] = ds1 * z * (1 - n) * (1 + n)
        pre[Z] = ds1 * (n - s) * (z - z * z)
        back = pre[N] @ th["Q"][N].T
        pre[R] = back * s * (r - r * r)
        into = np.stack([r * s, s, s])
        grads = {
            "K": np.einsum("bi,gbj->gij", u, pre),
            "Q": np.einsum("gbi,gbj->gij", into, pre),
            "c": pre.sum(1),
        }
        ds = ds1 - ds1 * z + back * r + np.einsum("gbj,gij->bi", pre[[Z, R]], th["Q"][[Z, R]])
        du = np.einsum("gbj,gij->bi", pre, th["K"])
        return ds, du, grads
