from math import exp, tanh


def sigm(v):
    return 1.0 / (1.0 + exp(-v))


class Gru:
    """Straight port of gru.c: everything is a flat row-major array."""

    def __init__(self, ni, nh):
        self.ni = ni
        self.nh = nh
        self.w = [((i * 7919) % 97 - 48) / 200.0 for i in range(3 * nh * ni)]
        self.u = [((i * 104729) % 89 - 44) / 200.0 for i in range(3 * nh * nh)]
        self.b = [0.0] * (3 * nh)

    def row(self, gate, j, x, h):
        ni, nh = self.ni, self.nh
        acc = self.b[gate * nh + j]
        p = (gate * nh + j) * ni
        for i in range(ni):
            acc += self.w[p + i] * x[i]
        q = (gate * nh + j) * nh
        for i in range(nh):
            acc += self.u[q + i] * h[i]
        return acc

    def step(self, x, h):
        nh = self.nh
        z = [sigm(self.row(0, j, x, h)) for j in range(nh)]
        r = [sigm(self.row(1, j, x, h)) for j in range(nh)]
        g = [r[j] * h[j] for j in range(nh)]
        c = [tanh(self.row(2, j, x, g)) for j in range(nh)]
        out = [0.0] * nh
        for j in range(nh):
            out[j] = h[j] + z[j] * (c[j] - h[j])
        return out
