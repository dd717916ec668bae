import numpy as np


def hard_copy(x):
    return np.array(x, copy=True)


class InputSpecError(ValueError):
    pass


class RecurrentLayer:
    """Weights are created at the first call, when the number of features is known.

    Arguments:
        units: Positive integer, dimensionality of the output space.
        dropout: Float between 0 and 1, applied to the inputs while training.
    """

    def __init__(self, units, dropout=0.25, use_bias=True, **kwargs):
        self.units = units
        self.dropout = dropout
        self.use_bias = use_bias
        self.built = False
        self.name = kwargs.pop('name', 'gru')
        self.seed = kwargs.pop('seed', None)
        if kwargs:
            raise TypeError('unexpected arguments: %r' % sorted(kwargs))

    def build(self, input_shape):
        features = input_shape[-1]
        rs = np.random.RandomState(self.seed)
        self.kernel = rs.uniform(-0.1, 0.1, (features, self.units * 3))
        self.recurrent_kernel = rs.uniform(-0.1, 0.1, (self.units, self.units * 3))
        self.bias = np.zeros(self.units * 3) if self.use_bias else 0.0
        self.built = True

    def step(self, inputs, states):
        h_tm1 = states[0]
        u = self.units
        x_z, x_r, x_h = np.split(inputs @ self.kernel + self.bias, 3, axis=-1)
        rk = self.recurrent_kernel
        z = 1 / (1 + np.exp(-(x_z + h_tm1 @ rk[:, :u])))
        r = 1 / (1 + np.exp(-(x_r + h_tm1 @ rk[:, u:2 * u])))
        hh = np.tanh(x_h + (r * h_tm1) @ rk[:, 2 * u:])
        h = z * h_tm1 + (1 - z) * hh
        return h, [h]

    def call(self, inputs, training=True, initial_state=None):
        if inputs.ndim != 3:
            raise InputSpecError('expected ndim=3')
        if not self.built:
            self.build(inputs.shape)
        if training and self.dropout:
            inputs = inputs * (np.random.rand(*inputs.shape) > self.dropout) / (1 - self.dropout)
        states = [np.zeros((len(inputs), self.units)) if initial_state is None else hard_copy(initial_state)]
        seq = []
        for t in range(inputs.shape[1]):
            out, states = self.step(inputs[:, t], states)
            seq.append(out)
        return np.stack(seq, axis=1)

    __call__ = call
