import numpy as np

text = "the rain in spain stays mainly in the plain. the rain in spain."
vocab = sorted(set(text))
V, H = len(vocab), 20
ix = {c: i for i, c in enumerate(vocab)}
seq = 10

rng = np.random.RandomState(0)
Wxz, Wxr, Wxh = (rng.randn(H, V) * 0.05 for _ in range(3))
Whz, Whr, Whh = (rng.randn(H, H) * 0.05 for _ in range(3))
bz, br, bh = (np.zeros((H, 1)) for _ in range(3))
Why, by = rng.randn(V, H) * 0.05, np.zeros((V, 1))


def sig(a):
    return 1 / (1 + np.exp(-a))


def lossFun(inputs, targets, hprev):
    """inputs, targets: lists of integers; hprev: (H, 1)"""
    xs, hs, zs, rs, gs, ps = {}, {}, {}, {}, {}, {}
    hs[-1] = np.copy(hprev)
    loss = 0
    for t in range(len(inputs)):
        xs[t] = np.zeros((V, 1))
        xs[t][inputs[t]] = 1
        zs[t] = sig(Wxz @ xs[t] + Whz @ hs[t - 1] + bz)
        rs[t] = sig(Wxr @ xs[t] + Whr @ hs[t - 1] + br)
        gs[t] = np.tanh(Wxh @ xs[t] + Whh @ (rs[t] * hs[t - 1]) + bh)
        hs[t] = zs[t] * hs[t - 1] + (1 - zs[t]) * gs[t]
        y = Why @ hs[t] + by
        ps[t] = np.exp(y) / np.sum(np.exp(y))
        loss += -np.log(ps[t][targets[t], 0])
    dWxz, dWxr, dWxh = np.zeros_like(Wxz), np.zeros_like(Wxr), np.zeros_like(Wxh)
    dWhz, dWhr, dWhh = np.zeros_like(Whz), np.zeros_like(Whr), np.zeros_like(Whh)
    dbz, dbr, dbh = np.zeros_like(bz), np.zeros_like(br), np.zeros_like(bh)
    dWhy, dby = np.zeros_like(Why), np.zeros_like(by)
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        dWhy += dy @ hs[t].T
        dby += dy
        dh = Why.T @ dy + dhnext
        dg = dh * (1 - zs[t]) * (1 - gs[t] * gs[t])
        dWxh += dg @ xs[t].T
        dWhh += dg @ (rs[t] * hs[t - 1]).T
        dbh += dg
        drh = Whh.T @ dg
        dr = drh * hs[t - 1] * rs[t] * (1 - rs[t])
        dz = dh * (hs[t - 1] - gs[t]) * zs[t] * (1 - zs[t])
        dWxr += dr @ xs[t].T
        dWhr += dr @ hs[t - 1].T
        dbr += dr
        dWxz += dz @ xs[t].T
        dWhz += dz @ hs[t - 1].T
        dbz += dz
        dhnext = dh * zs[t] + drh + Whz.T @ dz + Whr.T @ dr
    for d in [dWxz, dWxr, dWxh, dWhz, dWhr, dWhh, dbz, dbr, dbh, dWhy, dby]:
        np.clip(d, -5, 5, out=d)
    return loss, dWxz, dWxr, dWxh, dWhz, dWhr, dWhh, dbz, dbr, dbh, dWhy, dby, hs[len(inputs) - 1]
