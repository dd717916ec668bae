import numpy as np


class Layer:
    built = False

    def __call__(self, inputs, **kw):
        if not self.built:
            self.build(inputs.shape)
            self.built = True
        return self.call(inputs, **kw)


class GatedRecurrent(Layer):
    def __init__(self, units, return_sequences=False, return_state=False, go_backwards=False, rng=None):
        self.units = units
        self.return_sequences = return_sequences
        self.return_state = return_state
        self.go_backwards = go_backwards
        self.rng = rng or np.random.default_rng(3)

    def build(self, shape):
        d, u = shape[-1], self.units
        lim = np.sqrt(6.0 / (d + u))
        self.kernel = self.rng.uniform(-lim, lim, (d, 3 * u))
        self.recurrent_kernel = np.linalg.qr(self.rng.normal(size=(3 * u, u)))[0].T.copy()
        self.bias = np.zeros((2, 3 * u))

    def step(self, inputs, states):
        (h,) = states
        u = self.units
        gx = inputs.dot(self.kernel) + self.bias[0]
        gh = h.dot(self.recurrent_kernel) + self.bias[1]
        z = 1 / (1 + np.exp(-(gx[:, :u] + gh[:, :u])))
        r = 1 / (1 + np.exp(-(gx[:, u:2 * u] + gh[:, u:2 * u])))
        hh = np.tanh(gx[:, 2 * u:] + r * gh[:, 2 * u:])
        out = z * h + (1 - z) * hh
        return out, [out]

    def call(self, inputs, mask=None, initial_state=None):
        """inputs: (batch, time, dim); mask: (batch, time), True where there is something."""
        states = [np.zeros((inputs.shape[0], self.units))] if initial_state is None else [initial_state]
        steps = range(inputs.shape[1])
        if self.go_backwards:
            steps = reversed(steps)
        prev = np.zeros((inputs.shape[0], self.units))
        seq = []
        for t in steps:
            out, new = self.step(inputs[:, t], states)
            if mask is not None:
                m = mask[:, t][:, None]
                out = np.where(m, out, prev)
                new = [np.where(m, n, s) for n, s in zip(new, states)]
            prev, states = out, new
            seq.append(out)
        y = np.stack(seq, 1) if self.return_sequences else out
        return (y, states[0]) if self.return_state else y
