# GRU without numpy, for the microcontroller port
import math
import random


def sig(v):
    if v < -30: return 0.0
    return 1.0 / (1.0 + math.exp(-v))


def matvec(M, v):
    return [sum(a * b for a, b in zip(row, v)) for row in M]


class TinyGRU:
    def __init__(self, n_inputs, n_cells):
        rnd = random.Random(11)
        u = lambda r, c: [[rnd.uniform(-.5, .5) for _ in range(c)] for _ in range(r)]
        self.n = n_cells
        self.Wz, self.Wr, self.Wc = u(n_cells, n_inputs), u(n_cells, n_inputs), u(n_cells, n_inputs)
        self.Uz, self.Ur, self.Uc = u(n_cells, n_cells), u(n_cells, n_cells), u(n_cells, n_cells)
        self.bz, self.br, self.bc = ([rnd.uniform(-.5, .5) for _ in range(n_cells)] for _ in range(3))

    def run(self, sequence, length=None, h=None):
        """sequence: list of input vectors; only the first `length` of them count.
        Returns the list of states and the last one."""
        h = [0.0] * self.n if h is None else list(h)
        states = []
        for t, x in enumerate(sequence):
            if length is not None and t > length:
                states.append(h)
                continue
            z = [sig(a + b + c) for a, b, c in zip(matvec(self.Wz, x), matvec(self.Uz, h), self.bz)]
            r = [sig(a + b + c) for a, b, c in zip(matvec(self.Wr, x), matvec(self.Ur, h), self.br)]
            rh = [ri * hi for ri, hi in zip(r, h)]
            c = [math.tanh(a + b + d) for a, b, d in zip(matvec(self.Wc, x), matvec(self.Uc, rh), self.bc)]
            h = [zi * hi + (1 - zi) * ci for zi, hi, ci in zip(z, h, c)]
            states.append(h)
        return states, h
