import numpy as np


def logistic(x):
    return np.exp(-np.logaddexp(0, -x))


class PaddedLayer:
    """Variable length sequences: forward(x, lengths) with x (batch, max_len, d_in)."""

    def __init__(self, d_in, d_h, go_backwards=False, return_sequences=True):
        self.W = np.random.randn(d_in, 3 * d_h) * d_in ** -0.5
        self.R = np.random.randn(d_h, 3 * d_h) * d_h ** -0.5
        self.B = np.zeros((2, 3 * d_h))
        self.d_h = d_h
        self.go_backwards = go_backwards
        self.return_sequences = return_sequences

    def step(self, x_t, h_t):
        n = self.d_h
        gi = x_t @ self.W + self.B[0]
        gh = h_t @ self.R + self.B[1]
        z = logistic(gi[..., :n] + gh[..., :n])
        r = logistic(gi[..., n:-n] + gh[..., n:-n])
        h_hat = np.tanh(gi[..., -n:] + r * gh[..., -n:])
        return (1 - z) * h_hat + z * h_t

    def forward(self, x, lengths, h0=None):
        bsz, max_len = x.shape[:2]
        h = np.zeros((bsz, self.d_h)) if h0 is None else h0
        out = np.zeros((bsz, max_len, self.d_h))
        steps = range(max_len)
        if self.go_backwards:
            steps = reversed(steps)
        for t in steps:
            active = (t < np.asarray(lengths))[:, None]
            h = np.where(active, self.step(x[:, t], h), h)
            out[:, t] = np.where(active, h, 0)
        return (out if self.return_sequences else None), h
