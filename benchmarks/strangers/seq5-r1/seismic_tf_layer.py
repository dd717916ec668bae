"""GRU for seismic traces; variable length windows, numpy inference of a trained net."""
import numpy as np


class TraceGRU(object):

    def __init__(self, n_channels, n_cells, rng=np.random.RandomState(3)):
        shape = lambda r, c: rng.uniform(-.1, .1, size=(r, c))
        self.kernel = shape(n_channels, 3 * n_cells)
        self.recurrent_kernel = shape(n_cells, 3 * n_cells)
        self.bias = np.zeros((2, 3 * n_cells))
        self.n_cells = n_cells

    def __call__(self, traces, mask=None, return_sequences=True, return_state=False, go_backwards=False):
        batch, steps, _ = traces.shape
        if mask is None:
            mask = np.ones((batch, steps), dtype=bool)
        order = range(steps)
        if go_backwards:
            order = reversed(order)
        h = np.zeros((batch, self.n_cells))
        history = []
        for t in order:
            mi = traces[:, t].dot(self.kernel) + self.bias[0]
            mh = h.dot(self.recurrent_kernel) + self.bias[1]
            xz, xr, xh = np.split(mi, 3, axis=1)
            hz, hr, hh = np.split(mh, 3, axis=1)
            z = 1. / (1. + np.exp(-(xz + hz)))
            r = 1. / (1. + np.exp(-(xr + hr)))
            cand = np.tanh(xh + r * hh)
            new = z * h + (1 - z) * cand
            keep = mask[:, t, None]
            h = np.where(keep, new, h)
            history.append(h)
        out = np.stack(history, axis=1)
        result = out if return_sequences else h
        return (result, h) if return_state else result
