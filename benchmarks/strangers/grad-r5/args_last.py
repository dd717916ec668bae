import numpy as np


def gate(a):
    return 1 / (1 + np.exp(-a))


def gru(x, h, W, U, b):
    """W (3, d, m), U (3, m, m), b (3, m): update, reset, new"""
    z = gate(x @ W[0] + h @ U[0] + b[0])
    r = gate(x @ W[1] + h @ U[1] + b[1])
    n = np.tanh(x @ W[2] + (r * h) @ U[2] + b[2])
    return (1 - z) * h + z * n


def gru_backward(x, h, W, U, b, dh_out):
    """Recomputes the gates; returns dict."""
    z = gate(x @ W[0] + h @ U[0] + b[0])
    r = gate(x @ W[1] + h @ U[1] + b[1])
    n = np.tanh(x @ W[2] + (r * h) @ U[2] + b[2])
    a2 = dh_out * z * (1 - n ** 2)
    a0 = dh_out * (n - h) * z * (1 - z)
    drh = a2 @ U[2].T
    a1 = drh * h * r * (1 - r)
    A = np.stack([a0, a1, a2])
    dW = np.einsum("bd,gbm->gdm", x, A)
    dU = np.stack([h.T @ a0, h.T @ a1, (r * h).T @ a2])
    return {
        "dx": np.einsum("gbm,gdm->bd", A, W),
        "dh": dh_out * (1 - z) + drh * r + a0 @ U[0].T + a1 @ U[1].T,
        "dW": dW, "dU": dU, "db": A.sum(1),
    }
