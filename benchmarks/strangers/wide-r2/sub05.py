import numpy as np
from dataclasses import dataclass, field
from typing import NamedTuple


class Gate(NamedTuple):
    w: np.ndarray
    u: np.ndarray
    b: np.ndarray

    def __call__(self, x, h):
        return self.w @ x + self.u @ h + self.b


@dataclass
class Memory:
    n_in: int
    n_mem: int
    update: Gate = field(init=False)
    reset: Gate = field(init=False)
    write: Gate = field(init=False)
    m: np.ndarray = field(init=False)

    def __post_init__(self):
        g = np.random.default_rng(42)
        new = lambda: Gate(g.normal(size=(self.n_mem, self.n_in)) / 4, g.normal(size=(self.n_mem, self.n_mem)) / 4, np.zeros(self.n_mem))
        self.update, self.reset, self.write = new(), new(), new()
        self.clear()

    def clear(self):
        self.m = np.zeros(self.n_mem)

    def feed(self, x):
        z = _s(self.update(x, self.m))
        r = _s(self.reset(x, self.m))
        c = np.tanh(self.write(x, r * self.m))
        self.m = (1 - z) * self.m + z * c
        return self.m

    def feed_all(self, xs):
        return np.array([self.feed(x) for x in xs])


def _s(a):
    return .5 * (1 + np.tanh(a / 2))
