"""Character GRU, Karpathy style, but with minibatches; weights global, loss outside."""
import numpy as np

input_dim, hidden_dim = 6, 9
rng = np.random.RandomState(7)
Wz, Wr, Wc = (rng.randn(hidden_dim, hidden_dim + input_dim) * 0.1 for _ in range(3))
bz, br, bc = (np.zeros((hidden_dim, 1)) for _ in range(3))


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def forward(x, h_prev):
    hx = np.vstack((h_prev, x))
    z = sigmoid(Wz @ hx + bz)
    r = sigmoid(Wr @ hx + br)
    rhx = np.vstack((r * h_prev, x))
    c = np.tanh(Wc @ rhx + bc)
    h = h_prev + z * (c - h_prev)
    return h, (hx, rhx, z, r, c, h_prev)


def backward(dh, cache):
    hx, rhx, z, r, c, h_prev = cache
    n = hidden_dim
    dc_raw = dh * z * (1 - c * c)
    drhx = Wc.T @ dc_raw
    dr_raw = drhx[:n] * h_prev * r * (1 - r)
    dz_raw = dh * (c - h_prev) * z * (1 - z)
    dhx = Wz.T @ dz_raw + Wr.T @ dr_raw
    grads = dict(
        Wz=dz_raw @ hx.T, Wr=dr_raw @ hx.T, Wc=dc_raw @ rhx.T,
        bz=dz_raw.sum(1, keepdims=True), br=dr_raw.sum(1, keepdims=True), bc=dc_raw.sum(1, keepdims=True),
    )
    dx = dhx[n:] + drhx[n:]
    dh_prev = dh * (1 - z) + dhx[:n] + drhx[:n] * r
    return dx, dh_prev, grads
