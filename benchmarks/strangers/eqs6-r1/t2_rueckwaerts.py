import numpy as np


def logistisch(a):
    return 1.0 / (1.0 + np.exp(-a))


def gru_vorwaerts(x, h, gewichte):
    """gewichte: dict mit V (D+H+1, H) je Tor; letzte Zeile ist der Bias."""
    eins = np.ones((len(x), 1))
    xh = np.hstack([x, h, eins])
    u = logistisch(xh @ gewichte["u"])
    r = logistisch(xh @ gewichte["r"])
    xrh = np.hstack([x, r * h, eins])
    k = np.tanh(xrh @ gewichte["k"])
    h_neu = (1 - u) * h + u * k
    return h_neu, (x, h, xh, xrh, u, r, k)


def gru_rueckwaerts(dh_neu, speicher, gewichte):
    x, h, xh, xrh, u, r, k = speicher
    D, H = x.shape[1], h.shape[1]
    dk = dh_neu * u
    du = dh_neu * (k - h)
    dak = dk * (1 - k ** 2)
    dxrh = dak @ gewichte["k"].T
    drh = dxrh[:, D:D + H]
    dau = du * u * (1 - u)
    dar = drh * h * r * (1 - r)
    dxh = dau @ gewichte["u"].T - dar @ gewichte["r"].T
    dgew = {"u": xh.T @ dau, "r": xh.T @ dar, "k": xh.T @ dak}
    dx = dxh[:, :D] + dxrh[:, :D]
    dh = dh_neu * (1 - u) + dxh[:, D:D + H] + drh * r
    return dx, dh, dgew
