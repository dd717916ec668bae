import numpy as np

# word level LM, one file. corpus = one sentence per line
words = open("corpus.txt").read().split()
vocab = list(set(words))
word_to_id = {w: i for i, w in enumerate(vocab)}
vocab_size = len(vocab)
hidden_size = 48
seq_len = 12

def rnd(*s): return np.random.uniform(-0.1, 0.1, s)

params = {}
for g in ["u", "r", "n"]:
    params["Wx" + g] = rnd(hidden_size, vocab_size)
    params["Wh" + g] = rnd(hidden_size, hidden_size)
    params["b" + g] = np.zeros(hidden_size)
params["Why"] = rnd(vocab_size, hidden_size)
params["by"] = np.zeros(vocab_size)

sigmoid = lambda a: 1. / (1. + np.exp(-a))

def compute_loss_and_grads(x_ids, y_ids, h_prev):
    p = params
    hs = {-1: h_prev}
    cache = {}
    loss = 0.0
    for t, wid in enumerate(x_ids):
        x = np.zeros(vocab_size)
        x[wid] = 1.0
        u = sigmoid(p["Wxu"] @ x + p["Whu"] @ hs[t - 1] + p["bu"])
        r = sigmoid(p["Wxr"] @ x + p["Whr"] @ hs[t - 1] + p["br"])
        hn = p["Whn"] @ hs[t - 1]
        n = np.tanh(p["Wxn"] @ x + r * hn + p["bn"])
        hs[t] = u * hs[t - 1] + (1 - u) * n
        logits = p["Why"] @ hs[t] + p["by"]
        prob = np.exp(logits - np.max(logits))
        prob /= prob.sum()
        loss -= np.log(prob[y_ids[t]])
        cache[t] = (x, u, r, hn, n, prob)
    grads = {k: np.zeros_like(v) for k, v in p.items()}
    dh_next = np.zeros(hidden_size)
    for t in range(len(x_ids) - 1, -1, -1):
        x, u, r, hn, n, prob = cache[t]
        dy = prob.copy()
        dy[y_ids[t]] -= 1
        grads["Why"] += np.outer(dy, hs[t])
        grads["by"] += dy
        dh = p["Why"].T @ dy + dh_next
        du = dh * (hs[t - 1] - n) * u * (1 - u)
        dn = dh * (1 - u) * (1 - n ** 2)
        dr = dn * hn * r * (1 - r)
        dhn = dn * r
        for g, d, dd in (("u", du, du), ("r", dr, dr), ("n", dn, dhn)):
            grads["Wx" + g] += np.outer(d, x)
            grads["Wh" + g] += np.outer(dd, hs[t - 1])
            grads["b" + g] += d
        dh_next = dh * u + p["Whu"].T @ du + p["Whr"].T @ dr + p["Whn"].T @ dhn
    norm = np.sqrt(sum((g ** 2).sum() for g in grads.values()))
    if norm > 5:
        for k in grads:
            grads[k] *= 5 / norm
    return hs, loss, grads

def train(lr=0.1):
    h = np.zeros(hidden_size)
    pos = 0
    while True:
        if pos + seq_len + 1 >= len(words):
            pos = 0
            h = np.zeros(hidden_size)
        ids = [word_to_id[w] for w in words[pos:pos + seq_len + 1]]
        hs, loss, grads = compute_loss_and_grads(ids[:-1], ids[1:], h)
        h = hs[seq_len - 1]
        for k in params:
            params[k] -= lr * grads[k]
        pos += seq_len

if __name__ == "__main__":
    train()
