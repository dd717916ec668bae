import torch
from torch import nn


class Streamer(nn.Module):
    """Chunk-wise encoder with a carry. x: (batch, time, dim)"""

    def __init__(self, dim, units, chunk=2):
        super().__init__()
        self.proj = nn.Linear(dim, 3 * units)
        self.rec = nn.Linear(units, 3 * units, bias=False)
        self.units, self.chunk = units, chunk

    def _chunk(self, x, h):
        ys = []
        for t in range(x.size(1)):
            a, b = self.proj(x[:, t]).split(self.units, 1), self.rec(h).split(self.units, 1)
            z, r = torch.sigmoid(a[0] + b[0]), torch.sigmoid(a[1] + b[1])
            n = torch.tanh(a[2] + r * b[2])
            h = z * h + (1 - z) * n
            ys.append(h)
        return torch.stack(ys, 1), h

    def forward(self, x, carry=None):
        h = x.new_zeros(x.size(0), self.units) if carry is None else carry
        outs = []
        for i in range(0, x.size(1), self.chunk):
            y, h = self._chunk(x[:, i:i + self.chunk], h)
            h = h.detach()
            outs.append(y.flip(1))
        return torch.cat(outs, 1), h
