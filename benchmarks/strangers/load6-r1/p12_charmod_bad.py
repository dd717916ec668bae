import numpy as np
import sys

text = open(sys.argv[1] if len(sys.argv) > 1 else 'names.txt').read().lower()
vocab = sorted(list(set(text)))
V, H = len(vocab), 50
stoi = dict((ch, i) for i, ch in enumerate(vocab))
itos = dict((i, ch) for i, ch in enumerate(vocab))

np.random.seed(42)
params = {}
for g in ['z', 'r', 'h']:
    params['W' + g] = np.random.randn(V, H) / np.sqrt(V)
    params['U' + g] = np.random.randn(H, H) / np.sqrt(H)
    params['b' + g] = np.zeros(H)
params['Wo'] = np.random.randn(H, V) / np.sqrt(H)
params['bo'] = np.zeros(V)


def sigm(x):
    return 1 / (1 + np.exp(-x))


def forward_pass(ids, h, p):
    tape = []
    probs = []
    for i in ids:
        x = np.zeros(V)
        x[i] = 1.0
        z = sigm(x @ p['Wz'] + h @ p['Uz'] + p['bz'])
        r = sigm(x @ p['Wr'] + h @ p['Ur'] + p['br'])
        g = np.tanh(x @ p['Wh'] + (r * h) @ p['Uh'] + p['bh'])
        h_new = z * h + (1 - z) * g
        o = h_new @ p['Wo'] + p['bo']
        e = np.exp(o - np.max(o))
        probs.append(e / np.sum(e))
        tape.append((x, h, z, r, g, h_new))
        h = h_new
    return probs, tape, h


def cross_entropy(probs, targets):
    return -np.sum([np.log(q[t]) for q, t in zip(probs, targets)])


def backward_pass(probs, tape, targets, p):
    grads = {k: np.zeros_like(v) for k, v in p.items()}
    dh_next = np.zeros(H)
    for q, (x, h, z, r, g, h_new), t in reversed(list(zip(probs, tape, targets))):
        do = q.copy()
        do[t] -= 1
        grads['Wo'] += np.outer(h_new, do)
        grads['bo'] += do
        dh = p['Wo'] @ do + dh_next
        dg = dh * (1 - z) * (1 - g ** 2)
        dz = dh * (g - h) * z * (1 - z)
        drh = p['Uh'] @ dg
        dr = drh * h * r * (1 - r)
        grads['Wh'] += np.outer(x, dg)
        grads['Uh'] += np.outer(h, dg)
        grads['bh'] += dg
        grads['Wz'] += np.outer(x, dz)
        grads['Uz'] += np.outer(h, dz)
        grads['bz'] += dz
        grads['Wr'] += np.outer(x, dr)
        grads['Ur'] += np.outer(h, dr)
        grads['br'] += dr
        dh_next = dh * z + drh * r + p['Uz'] @ dz + p['Ur'] @ dr
    return grads


def train(epochs=20, lr=0.05, T=20):
    for ep in range(epochs):
        h = np.zeros(H)
        for i in range(0, len(text) - T - 1, T):
            ids = [stoi[c] for c in text[i:i + T]]
            tgt = [stoi[c] for c in text[i + 1:i + T + 1]]
            probs, tape, h = forward_pass(ids, h, params)
            grads = backward_pass(probs, tape, tgt, params)
            for k in params:
                params[k] -= lr * np.clip(grads[k], -5, 5)
        print(ep, cross_entropy(probs, tgt))


train()
