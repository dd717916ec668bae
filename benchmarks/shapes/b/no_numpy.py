# A GRU for a microcontroller class. No libraries!
from math import exp, tanh as hyper
from random import gauss


def gate(v):
    return 1.0 / (1.0 + exp(-v)) if v > -700 else 0.0


class TinyGRU:
    KEYS = ("forget", "relevance", "proposal")

    def __init__(self, inputs: int, units: int):
        self.inputs, self.units = inputs, units
        self.from_input = {k: [[gauss(0, .3) for _ in range(inputs)] for _ in range(units)] for k in self.KEYS}
        self.from_state = {k: [[gauss(0, .3) for _ in range(units)] for _ in range(units)] for k in self.KEYS}
        self.offset = {k: [0.0] * units for k in self.KEYS}

    def pre(self, key, i, x, h):
        total = self.offset[key][i]
        for j, v in enumerate(x):
            total += self.from_input[key][i][j] * v
        for j, v in enumerate(h):
            total += self.from_state[key][i][j] * v
        return total

    def forward_step(self, h, x):
        f = [gate(self.pre("forget", i, x, h)) for i in range(self.units)]
        q = [gate(self.pre("relevance", i, x, h)) for i in range(self.units)]
        seen = [a * b for a, b in zip(q, h)]
        p = [hyper(self.pre("proposal", i, x, seen)) for i in range(self.units)]
        new = [f[i] * h[i] + (1 - f[i]) * p[i] for i in range(self.units)]
        return {"state": new, "forget": f, "relevance": q}
