"""GRU without any library, for the microcontroller guys (they port this to C)."""
from dataclasses import dataclass, field
from math import exp, tanh
import random


def rnd(n, m):
    return [[random.gauss(0, 0.3) for _ in range(m)] for _ in range(n)]


@dataclass
class Gate:
    n_in: int
    n_out: int
    w: list = field(default_factory=list)
    u: list = field(default_factory=list)
    b: list = field(default_factory=list)

    def __post_init__(self):
        self.w = rnd(self.n_out, self.n_in)
        self.u = rnd(self.n_out, self.n_out)
        self.b = [0.0] * self.n_out

    def __call__(self, x, h):
        out = []
        for i in range(self.n_out):
            acc = self.b[i]
            for j in range(self.n_in):
                acc += self.w[i][j] * x[j]
            for j in range(self.n_out):
                acc += self.u[i][j] * h[j]
            out.append(acc)
        return out


class MicroGRU:
    def __init__(self, n_out, n_in):
        self.update = Gate(n_in, n_out)
        self.reset = Gate(n_in, n_out)
        self.memory = Gate(n_in, n_out)

    @staticmethod
    def sig(v):
        return [1.0 / (1.0 + exp(-a)) for a in v]

    @staticmethod
    def th(v):
        return [tanh(a) for a in v]

    def forward_step(self, x, h):
        z = self.sig(self.update(x, h))
        r = self.sig(self.reset(x, h))
        rh = [a * b for a, b in zip(r, h)]
        m = self.th(self.memory(x, rh))
        new = [z[i] * h[i] + (1.0 - z[i]) * m[i] for i in range(len(h))]
        return new
