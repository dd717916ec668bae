import math, random


class Neuron:
    def __init__(self, fan_in, size):
        r = random.Random(size * 31 + fan_in)
        w = lambda n: [r.uniform(-.5, .5) for _ in range(n)]
        self.wz, self.uz, self.bz = w(fan_in), w(size), 0.0
        self.wr, self.ur, self.br = w(fan_in), w(size), 0.0
        self.wh, self.uh, self.bh = w(fan_in), w(size), 0.0


def weigh(w, x):
    return sum(a * b for a, b in zip(w, x))


class Layer:
    """One GRU layer of neurons."""

    def __init__(self, fan_in, size):
        self.neurons = [Neuron(fan_in, size) for _ in range(size)]

    def step(self, x, h):
        s = lambda a: 1 / (1 + math.exp(-a))
        z = [s(weigh(n.wz, x) + weigh(n.uz, h) + n.bz) for n in self.neurons]
        r = [s(weigh(n.wr, x) + weigh(n.ur, h) + n.br) for n in self.neurons]
        rh = [a * b for a, b in zip(r, h)]
        c = [math.tanh(weigh(n.wh, x) + weigh(n.uh, h) + n.bh) for n in self.neurons]
        return [(1 - zi) * hi + zi * ci for zi, hi, ci in zip(z, h, c)]
