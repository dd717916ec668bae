import numpy as np


class Param:
    """A value and its gradient."""

    def __init__(self, value, name=''):
        self.value = np.asarray(value)
        self.grad = np.zeros_like(self.value)
        self.name = name

    @property
    def shape(self):
        return self.value.shape


class Layer:
    trainable = True

    def __init__(self, name=None, dtype='float64'):
        self.name = name or self.__class__.__name__.lower()
        self.dtype = dtype

    def params(self):
        return [p for p in self.__dict__.values() if isinstance(p, Param)]

    def zero_grad(self):
        for p in self.params():
            p.grad[...] = 0

    def __call__(self, *args):
        return self.forward(*args)
