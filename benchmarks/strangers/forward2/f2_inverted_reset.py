import numpy as np

relu = lambda a: np.maximum(a, 0)
sig = lambda a: 1 / (1 + np.exp(-a))


def init_params(rng, n_x, n_s):
    k = 1 / np.sqrt(n_s)
    u = lambda *shape: rng.uniform(-k, k, shape)
    return dict(wi=u(n_x, 3 * n_s), wh=u(n_s, 3 * n_s), b=u(3 * n_s))


def gru_step(params, state, x):
    n = state.shape[-1]
    gx = x @ params["wi"] + params["b"]
    gh = state @ params["wh"][:, : 2 * n]
    forget = sig(gx[..., n : 2 * n] + gh[..., n:])
    update = sig(gx[..., :n] + gh[..., :n])
    new = np.tanh(gx[..., 2 * n :] + ((1 - forget) * state) @ params["wh"][:, 2 * n :])
    return update * state + (1 - update) * new


def gru_apply(params, xs, state):
    states = []
    for x in xs:
        state = gru_step(params, state, x)
        states.append(state)
    return np.stack(states), state
