"""A GRU without dependencies, to understand it."""
import math
import random


def mv(M, v):
    return [sum(m * a for m, a in zip(row, v)) for row in M]


def add(*vs):
    return [sum(c) for c in zip(*vs)]


def squash(v):
    return [1 / (1 + math.exp(-a)) for a in v]


class Gru:
    def __init__(self, nin, nhid, seed=0):
        g = random.Random(seed)
        mat = lambda r, c: [[g.gauss(0, 0.4) for _ in range(c)] for _ in range(r)]
        vec = lambda r: [g.gauss(0, 0.1) for _ in range(r)]
        self.nhid = nhid
        self.xu, self.hu, self.bu = mat(nhid, nin), mat(nhid, nhid), vec(nhid)
        self.xr, self.hr, self.br = mat(nhid, nin), mat(nhid, nhid), vec(nhid)
        self.xc, self.hc, self.bc = mat(nhid, nin), mat(nhid, nhid), vec(nhid)

    def forward(self, x, h):
        u = squash(add(mv(self.xu, x), mv(self.hu, h), self.bu))
        r = squash(add(mv(self.xr, x), mv(self.hr, h), self.bu))
        c = [math.tanh(a) for a in add(mv(self.xc, x), mv(self.hc, [p * q for p, q in zip(r, h)]), self.bc)]
        return [ui * hi + (1 - ui) * ci for ui, hi, ci in zip(u, h, c)]
