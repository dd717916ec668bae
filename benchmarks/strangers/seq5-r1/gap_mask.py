import numpy as np


def logistic(q):
    return 1 / (1 + np.exp(-q))


def clinical_gru(theta, visits, observed, h=None):
    """visits (N, T, F); observed (N, T): 1 where the patient really came. Returns states (N, T, H)."""
    Wz, Uz, bz, Wr, Ur, br, Wh, Uh, bh = theta
    n, steps, _ = visits.shape
    if h is None:
        h = np.zeros((n, Uz.shape[0]))
    states = []
    for t in range(steps):
        v, o = visits[:, t], observed[:, t].reshape(-1, 1)
        z = logistic(v @ Wz + h @ Uz + bz)
        r = logistic(v @ Wr + h @ Ur + br)
        g = np.tanh(v @ Wh + (r * h) @ Uh + bh)
        h = o * ((1 - z) * h + z * g)
        states.append(h)
    return np.stack(states, axis=1)
