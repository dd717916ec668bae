"""char-gru, one file, no classes. usage: python u06_globals.py shakespeare.txt"""
import sys
import numpy as np

text = open(sys.argv[1]).read()
vocab = sorted(set(text))
V, H, lr = len(vocab), 64, 1e-2
rng = np.random.default_rng(0)
P = dict(
    Wz=rng.normal(0, .05, (H, H + V)), bz=np.zeros(H),
    Wr=rng.normal(0, .05, (H, H + V)), br=np.zeros(H),
    Wc=rng.normal(0, .05, (H, H + V)), bc=np.zeros(H),
    Wy=rng.normal(0, .05, (V, H)), by=np.zeros(V),
)


def onehot(i):
    v = np.zeros(V)
    v[i] = 1
    return v


def sigm(a):
    return 1 / (1 + np.exp(-a))


def gru_step(x, h, P):
    """one step; returns the new state and what the backward pass needs"""
    hx = np.concatenate([h, x])
    z = sigm(P["Wz"] @ hx + P["bz"])
    r = sigm(P["Wr"] @ hx + P["br"])
    rhx = np.concatenate([r * h, x])
    c = np.tanh(P["Wc"] @ rhx + P["bc"])
    hn = (1 - z) * h + z * c
    return hn, (hx, z, r, rhx, c, h)


def gru_back(dhn, cache, P, G):
    hx, z, r, rhx, c, h = cache
    H = len(h)
    dz, dc, dh = dhn * (c - h), dhn * z, dhn * (1 - z)
    da = dc * (1 - c ** 2)
    G["Wc"] += np.outer(da, rhx)
    G["bc"] += da
    drhx = P["Wc"].T @ da
    dr = drhx[:H] * h
    dh = dh + drhx[:H] * r
    daz = dz * z * (1 - z)
    dar = dr * r * (1 - r)
    G["Wz"] += np.outer(daz, hx)
    G["bz"] += daz
    G["Wr"] += np.outer(dar, hx)
    G["br"] = dar
    dhx = P["Wz"].T @ daz
    dh = dh + dhx[:H]
    return dhx[H:] + drhx[H:] + (P["Wr"].T @ dar)[H:], dh


h = np.zeros(H)
for epoch in range(10 ** 6):
    for a, b in zip(text, text[1:]):
        h, cache = gru_step(onehot(vocab.index(a)), h, P)
