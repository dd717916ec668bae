"""Speech front end. Batch of utterances padded at the end; lengths tell how many frames are real."""
import numpy as np


def _sig(v):
    out = np.empty_like(v)
    pos = v >= 0
    out[pos] = 1 / (1 + np.exp(-v[pos]))
    e = np.exp(v[~pos])
    out[~pos] = e / (1 + e)
    return out


class UtteranceGRU:
    def __init__(self, n_in, n_out, rng=None):
        rng = rng or np.random.default_rng(3)
        lim = np.sqrt(6 / (n_in + n_out))
        self.n_in, self.n_out = n_in, n_out
        self.W = rng.uniform(-lim, lim, (3, n_in, n_out))
        self.U = np.stack([np.linalg.qr(rng.normal(size=(n_out, n_out)))[0] for _ in range(3)])
        self.b = rng.normal(0, 0.05, (3, n_out))

    def forward(self, feats, lengths):
        # feats (batch, frames, n_in), lengths (batch,)
        B, T, _ = feats.shape
        alive = np.arange(T)[None, :] < np.asarray(lengths)[:, None]
        proj = np.einsum("btd,kdh->kbth", feats, self.W) + self.b[:, None, None, :]
        h = np.zeros((B, self.n_out))
        hist = np.zeros((B, T, self.n_out))
        for t in range(T):
            reset = _sig(proj[0, :, t] + h @ self.U[0])
            update = _sig(proj[1, :, t] + h @ self.U[1])
            cand = np.tanh(proj[2, :, t] + (reset * h) @ self.U[2])
            new = update * h + (1 - update) * cand
            h = np.where(alive[:, t][:, None], new, h)
            hist[:, t] = h
        return hist, hist[:, T - 2]
