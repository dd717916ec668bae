# GRU without any library, for the microcontroller port
import math
import random


def dot(a, b):
    s = 0.0
    for i in range(len(a)):
        s += a[i] * b[i]
    return s


def sigm(v):
    return 1.0 / (1.0 + math.exp(-v))


class GatedUnitLayer:
    def __init__(self, n_inputs, n_cells):
        self.n_inputs = n_inputs
        self.n_cells = n_cells
        rnd = lambda n: [random.gauss(0, 0.3) for _ in range(n)]
        self.cells = []
        for c in range(n_cells):
            self.cells.append({
                'update': {'in': rnd(n_inputs), 'rec': rnd(n_cells), 'bias': 0.0},
                'reset': {'in': rnd(n_inputs), 'rec': rnd(n_cells), 'bias': 0.0},
                'cand': {'in': rnd(n_inputs), 'rec': rnd(n_cells), 'bias': 0.0},
            })
        self.state = [0.0] * n_cells

    def reset_state(self):
        self.state = [0.0] * self.n_cells

    def gate(self, name, x, h):
        out = []
        for c in self.cells:
            g = c[name]
            out.append(dot(g['in'], x) + dot(g['rec'], h) + g['bias'])
        return out

    def activate(self, x):
        h = self.state
        u = [sigm(v) for v in self.gate('update', x, h)]
        r = [sigm(v) for v in self.gate('reset', x, h)]
        rh = [r[i] * h[i] for i in range(self.n_cells)]
        c = [math.tanh(v) for v in self.gate('cand', x, rh)]
        self.state = [(1 - u[i]) * h[i] + u[i] * c[i] for i in range(self.n_cells)]
        return self.state


if __name__ == '__main__':
    layer = GatedUnitLayer(3, 4)
    for t in range(5):
        print(layer.activate([random.random() for _ in range(3)]))
