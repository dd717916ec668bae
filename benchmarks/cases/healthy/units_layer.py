import numpy as np


def hard_sigmoid(x):
    return np.clip(0.2 * x + 0.5, 0., 1.)


class SimpleGRUCell:
    """mimics the layer API: call(inputs, states) -> output, [state]"""

    def __init__(self, units, activation=np.tanh, recurrent_activation=hard_sigmoid, **kwargs):
        self.units = units
        self.activation = activation
        self.recurrent_activation = recurrent_activation
        self.built = False

    def build(self, input_shape):
        input_dim = input_shape[-1]
        self.kernel = np.random.uniform(-0.2, 0.2, size=(input_dim, self.units * 3))
        self.recurrent_kernel = np.random.uniform(-0.2, 0.2, size=(self.units, self.units * 3))
        self.bias = np.zeros((self.units * 3,))
        self.built = True

    def __call__(self, inputs, states):
        if not self.built:
            self.build(inputs.shape)
        return self.call(inputs, states)

    def call(self, inputs, states):
        h_tm1 = states[0]  # previous memory

        matrix_x = np.dot(inputs, self.kernel) + self.bias
        x_z = matrix_x[:, :self.units]
        x_r = matrix_x[:, self.units: 2 * self.units]
        x_h = matrix_x[:, 2 * self.units:]

        matrix_inner = np.dot(h_tm1, self.recurrent_kernel[:, :2 * self.units])
        recurrent_z = matrix_inner[:, :self.units]
        recurrent_r = matrix_inner[:, self.units:]

        z = self.recurrent_activation(x_z + recurrent_z)
        r = self.recurrent_activation(x_r + recurrent_r)

        recurrent_h = np.dot(r * h_tm1, self.recurrent_kernel[:, 2 * self.units:])
        hh = self.activation(x_h + recurrent_h)

        h = z * h_tm1 + (1 - z) * hh
        return h, [h]
