import torch
from torch import nn


class Cell(nn.Module):
    def __init__(self, inp, hid):
        super().__init__()
        self.i = nn.Linear(inp, 3 * hid)
        self.h = nn.Linear(hid, 3 * hid)

    def forward(self, x, s):
        ir, iz, inn = self.i(x).chunk(3, -1)
        hr, hz, hn = self.h(s).chunk(3, -1)
        r, z = torch.sigmoid(ir + hr), torch.sigmoid(iz + hz)
        return (1 - z) * torch.tanh(inn + r * hn) + z * s


class Bidirectional(nn.Module):
    """(batch, time, inp) -> (batch, time, 2 * hid)"""

    def __init__(self, inp, hid):
        super().__init__()
        self.hid = hid
        self.fw = Cell(inp, hid)
        self.bw = Cell(inp, hid)

    def forward(self, x):
        n, t, _ = x.shape
        s = x.new_zeros(n, self.hid)
        left, right = [], [None] * t
        for i in range(t):
            s = self.fw(x[:, i], s)
            left.append(s)

        # and back again
        for i in range(t - 1, -1, -1):
            s = self.bw(x[:, i], s)
            right[i] = s
        return torch.cat([torch.stack(left, 1), torch.stack(right, 1)], -1)
