import numpy as np

# bidirectional GRU, everything is a function and the weights live in one nested dict


def init_weights(din, dh, seed=0):
    g = np.random.default_rng(seed)
    one = lambda: {
        "in": g.standard_normal((3, dh, din)) * .2,
        "rec": g.standard_normal((3, dh, dh)) * .2,
        "bias": np.zeros((3, dh)),
    }
    return {"l2r": one(), "r2l": one()}


def sig(a):
    return .5 * (np.tanh(.5 * a) + 1)


def advance(w, x, h):
    (Wr, Wz, Wc), (Ur, Uz, Uc), (br, bz, bc) = w["in"], w["rec"], w["bias"]
    r = sig(x @ Wr.T + h @ Ur.T + br)
    z = sig(x @ Wz.T + h @ Uz.T + bz)
    c = np.tanh(x @ Wc.T + (r * h) @ Uc.T + bc)
    return h + z * (c - h)


def bidirectional(weights, xs):
    """xs (batch, time, din) -> (batch, time, 2 * dh)"""
    n, steps, _ = xs.shape
    dh = weights["l2r"]["bias"].shape[1]
    out = np.empty((n, steps, 2 * dh))
    h = np.zeros((n, dh))
    for t in range(steps):
        h = advance(weights["l2r"], xs[:, t], h)
        out[:, t, :dh] = h
    h = np.zeros((n, dh))
    for t in reversed(range(steps)):
        h = advance(weights["r2l"], xs[:, t], h)
        out[:, t, dh:] = h
    return out
