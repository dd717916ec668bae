import numpy as np

def sigmoid(x): return 1/(1+np.exp(-x))

def init(D, H, rng=np.random.default_rng(1)):
    P = {}
    for k in ('r', 'u', 'c'):
        P['Wx'+k] = rng.normal(0, .1, (D, H))
        P['Wh'+k] = rng.normal(0, .1, (H, H))
        P['b'+k] = np.zeros(H)
    return P

def gru_forward(x, h0, P):
    N, T, D = x.shape
    H = h0.shape[1]
    out = np.zeros((N, T, H))
    cache = []
    prev = h0
    for t in range(T):
        xt = x[:, t, :]
        r = sigmoid(xt @ P['Wxr'] + prev @ P['Whr'] + P['br'])
        u = sigmoid(xt @ P['Wxu'] + prev @ P['Whu'] + P['bu'])
        c = np.tanh(xt @ P['Wxc'] + (r*prev) @ P['Whc'] + P['bc'])
        nxt = u*prev + (1-u)*c
        cache.append((xt, prev, r, u, c))
        out[:, t, :] = nxt
        prev = nxt
    return out, (cache, P, x.shape)

def gru_backward(dout, cache):
    steps, P, (N, T, D) = cache
    H = dout.shape[2]
    dx = np.zeros((N, T, D))
    dP = {k: np.zeros_like(v) for k, v in P.items()}
    dprev = np.zeros((N, H))
    for t in range(T-1, -1, -1):
        xt, prev, r, u, c = steps[t]
        dn = dout[:, t, :] + dprev
        dac = dn*(1-u)*(1-c**2)
        dau = dn*(prev-c)*u*(1-u)
        drp = dac @ P['Whc'].T
        dar = drp*prev*r*(1-r)
        dx[:, t, :] = dac @ P['Wxc'].T + dau @ P['Wxu'].T + dar @ P['Wxr'].T
        dprev = dn*u + drp*r + dau @ P['Whu'].T + dar @ P['Whr'].T
        for k, da, hh in (('c', dac, r*prev), ('u', dau, prev), ('r', dar, prev)):
            dP['Wx'+k] += xt.T @ da
            dP['Wh'+k] += hh.T @ da
            dP['b'+k] = da.sum(0)
    return dx, dprev, dP
