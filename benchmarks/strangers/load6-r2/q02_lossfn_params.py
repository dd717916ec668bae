# Character GRU. weights in a dict handed around, everything at module level
import numpy as np

with open('poems.txt') as f:
    corpus = f.read()
alphabet = sorted(set(corpus))
n_chars = len(alphabet)
n_hidden = 100
c2i = {c: i for i, c in enumerate(alphabet)}


def glorot(a, b):
    return np.random.uniform(-1, 1, (a, b)) * np.sqrt(6.0 / (a + b))


def init_params():
    return {
        'Wxz': glorot(n_hidden, n_chars), 'Whz': glorot(n_hidden, n_hidden), 'bz': np.zeros((n_hidden, 1)),
        'Wxr': glorot(n_hidden, n_chars), 'Whr': glorot(n_hidden, n_hidden), 'br': np.zeros((n_hidden, 1)),
        'Wxn': glorot(n_hidden, n_chars), 'Whn': glorot(n_hidden, n_hidden), 'bn': np.zeros((n_hidden, 1)),
        'Why': glorot(n_chars, n_hidden), 'by': np.zeros((n_chars, 1)),
    }


def logistic(v):
    return 1 / (1 + np.exp(-v))


def forward(seq, h0, params):
    states = {-1: h0}
    cache, probs = [], []
    for t, ix in enumerate(seq):
        x = np.zeros((n_chars, 1))
        x[ix] = 1
        h = states[t - 1]
        z = logistic(params['Wxz'] @ x + params['Whz'] @ h + params['bz'])
        r = logistic(params['Wxr'] @ x + params['Whr'] @ h + params['br'])
        n = np.tanh(params['Wxn'] @ x + params['Whn'] @ (r * h) + params['bn'])
        states[t] = z * h + (1 - z) * n
        logits = params['Why'] @ states[t] + params['by']
        p = np.exp(logits - logits.max())
        probs.append(p / p.sum())
        cache.append((x, z, r, n))
    return states, cache, probs


def backward(states, cache, probs, targets, params):
    g = {k: np.zeros_like(v) for k, v in params.items()}
    dh_next = np.zeros((n_hidden, 1))
    for t in range(len(targets) - 1, -1, -1):
        x, z, r, n = cache[t]
        h = states[t - 1]
        dy = probs[t].copy()
        dy[targets[t]] -= 1
        g['Why'] += dy @ states[t].T
        g['by'] += dy
        dh = params['Why'].T @ dy + dh_next
        dn = dh * (1 - z) * (1 - n * n)
        dz = dh * (h - n) * z * (1 - z)
        drh = params['Whn'].T @ dn
        dr = drh * h * r * (1 - r)
        for gate, d, hin in (('z', dz, h), ('r', dr, h), ('n', dn, r * h)):
            g['Wx' + gate] += d @ x.T
            g['Wh' + gate] += d @ hin.T
            g['b' + gate] += d
        dh_next = dh * z + drh * r + params['Whz'].T @ dz + params['Whr'].T @ dr
    return g


def train(steps=10000, seq_len=30, lr=0.05):
    params = init_params()
    pos, h = 0, np.zeros((n_hidden, 1))
    for step in range(steps):
        if pos + seq_len + 1 > len(corpus):
            pos, h = 0, np.zeros((n_hidden, 1))
        chunk = [c2i[c] for c in corpus[pos:pos + seq_len + 1]]
        states, cache, probs = forward(chunk[:-1], h, params)
        grads = backward(states, cache, probs, chunk[1:], params)
        for k in params:
            params[k] -= lr * np.clip(grads[k], -1, 1)
        h = states[seq_len - 1]
        pos += seq_len


if __name__ == '__main__':
    train()
