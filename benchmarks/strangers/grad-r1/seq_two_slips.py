import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def rnn_forward(params, X, h):
    """X: (T, B, I). Returns H: (T, B, U) and the memory for rnn_backward."""
    Wg, Ug, bg, Wc, Uc, bc = (params[k] for k in ("Wg", "Ug", "bg", "Wc", "Uc", "bc"))
    n = h.shape[-1]
    H, memory = [], []
    for x in X:
        g = sigmoid(x @ Wg + h @ Ug + bg)
        reset, update = g[:, :n], g[:, n:]
        cand = np.tanh(x @ Wc + (reset * h) @ Uc + bc)
        memory.append((x, h, reset, update, cand))
        h = update * cand + (1 - update) * h
        H.append(h)
    return np.array(H), memory


def rnn_backward(params, dH, memory):
    grads = {k: np.zeros_like(v) for k, v in params.items()}
    dX = []
    dh_next = np.zeros_like(dH[0])
    for (x, h, reset, update, cand), dout in zip(reversed(memory), reversed(dH)):
        dh = dout + dh_next
        dcand = dh * update
        dupdate = dh * (cand - h)
        dpre_c = dcand * (1 - cand)
        drh = dpre_c @ params["Uc"].T
        dreset = drh * h
        dpre_g = np.concatenate([dreset * reset * (1 - reset), dupdate * update * (1 - update)], axis=1)
        grads["Wc"] += x.T @ dpre_c
        grads["Uc"] += (reset * h).T @ dpre_c
        grads["bc"] += dpre_c.sum(0)
        grads["Wg"] += x.T @ dpre_g
        grads["Ug"] += h.T @ dpre_g
        grads["bg"] += dpre_g.sum(0)
        dX.append(dpre_c @ params["Wc"].T + dpre_g @ params["Wg"].T)
        dh_next = dh * (1 - update) + dpre_g @ params["Ug"].T
    return np.array(dX[::-1]), dh_next, grads


def make_params(n_in, n_units, seed=0):
    rng = np.random.default_rng(seed)
    return {
        "Wg": rng.normal(0, .3, (n_in, 2 * n_units)), "Ug": rng.normal(0, .3, (n_units, 2 * n_units)),
        "bg": np.zeros(2 * n_units), "Wc": rng.normal(0, .3, (n_in, n_units)),
        "Uc": rng.normal(0, .3, (n_units, n_units)), "bc": np.zeros(n_units),
    }
