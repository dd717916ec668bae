import numpy as np

sigma = lambda t: 1/(1 + np.exp(-t))


def next_state(x, h, Wz, Uz, bz, Wr, Ur, br, W, U, b):
    """equations (5)-(8) of the paper, x and h are vectors"""
    z = sigma(Wz @ x + Uz @ h + bz)
    r = sigma(Wr @ x + Ur @ h + br)
    h_tilde = np.tanh(W @ x + U @ (r * h) + b)
    return (1 - z) * h + z * h_tilde


def next_state_grad(dout, x, h, Wz, Uz, bz, Wr, Ur, br, W, U, b):
    """gradient of <dout, next_state> with respect to everything, same order as the arguments"""
    z = sigma(Wz @ x + Uz @ h + bz)
    r = sigma(Wr @ x + Ur @ h + br)
    h_tilde = np.tanh(W @ x + U @ (r * h) + b)

    delta_t = dout * z * (1 - h_tilde**2)
    delta_z = dout * (h_tilde - h) * z * (1 - z)
    back = U.T @ delta_t
    delta_r = back * h * r * (1 - r)

    dx = Wz.T @ delta_z + Wr.T @ delta_r + W.T @ delta_t
    dh = dout * (1 - z) + back * r + Uz.T @ delta_z + Ur.T @ delta_r
    return (dx, dh,
            np.outer(delta_z, x), np.outer(delta_z, h), delta_z,
            np.outer(delta_r, x), np.outer(delta_r, h), delta_r,
            np.outer(delta_t, x), np.outer(delta_t, r * h), delta_t)
