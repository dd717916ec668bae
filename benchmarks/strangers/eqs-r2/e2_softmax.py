import numpy as np


def softmax(v):
    e = np.exp(v - v.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def sigmoid(v):
    return 1 / (1 + np.exp(-v))


class MemoryCell:
    """A GRU for the robot arm. One matrix a gate over [x; h; 1]."""

    def __init__(self, sensors, neurons):
        shape = (neurons, sensors + neurons + 1)
        self.forget, self.gate, self.write = (np.random.normal(0, 0.3, shape) for _ in range(3))

    def update(self, x, h):
        one = np.ones((x.shape[0], 1))
        full = np.hstack([x, h, one])
        f = softmax(full @ self.forget.T)
        g = sigmoid(full @ self.gate.T)
        w = np.tanh(np.hstack([x, g * h, one]) @ self.write.T)
        return f * h + (1 - f) * w
