import numpy as np


def hard_sigmoid(x):
    return np.clip(0.2 * x + 0.5, 0.0, 1.0)


class GRULayerFromKeras:
    """Inference-only port, weights loaded with set_weights([kernel, recurrent_kernel, bias])."""

    def __init__(self, units, input_dim):
        self.units = units
        limit = np.sqrt(6 / (units + input_dim))
        self.kernel = np.random.uniform(-limit, limit, (input_dim, units * 3))
        self.recurrent_kernel = np.random.uniform(-limit, limit, (units, units * 3))
        self.bias = np.zeros((2, units * 3))

    def set_weights(self, ws):
        self.kernel, self.recurrent_kernel, self.bias = ws

    def predict(self, inputs):
        state = np.zeros((inputs.shape[0], self.units), dtype=inputs.dtype)
        input_bias, recurrent_bias = self.bias
        for step in np.swapaxes(inputs, 0, 1):
            mx = step.dot(self.kernel) + input_bias
            mi = state.dot(self.recurrent_kernel) + recurrent_bias
            u = self.units
            zr = hard_sigmoid(mx[:, :2 * u] + mi[:, :2 * u])
            z, r = zr[:, :u], zr[:, u:]
            hh = np.tanh(mx[:, 2 * u:] + r * mi[:, 2 * u:])
            state = z * state + (1 - z) * hh
        return state
