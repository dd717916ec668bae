import torch
from torch import nn


class Recurrent(nn.Module):
    def __init__(self, d, k):
        super().__init__()
        for g in "zrc":
            self.register_parameter("W" + g, nn.Parameter(torch.randn(d, k) * 0.3))
            self.register_parameter("U" + g, nn.Parameter(torch.randn(k, k) * 0.3))
            self.register_parameter("b" + g, nn.Parameter(torch.randn(k) * 0.1))

    def pre(self, x, h, g):
        return x.mm(getattr(self, "W" + g)) + h.mm(getattr(self, "U" + g))

    def forward(self, x, h):
        """x: (batch, d), h: (batch, k)"""

        z = self.pre(x, h, "z") + self.br
        r = self.pre(x, h, "r") + self.br
        z, r = z.sigmoid(), r.sigmoid()
        c = self.pre(x, r * h, "c") + self.bc
        return (1 - z) * h + z * c
