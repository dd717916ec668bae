import numpy as np
from ..init import xavier


class Linear:
    def __init__(self, n_in, n_out, bias=True):
        self.weight = xavier(n_in, n_out)
        self.bias = np.zeros(n_out) if bias else None

    def __call__(self, x):
        y = x @ self.weight
        return y if self.bias is None else y + self.bias

    def parameters(self):
        yield self.weight
        if self.bias is not None:
            yield self.bias
