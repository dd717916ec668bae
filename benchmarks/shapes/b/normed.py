import torch
import torch.nn as nn


class NormGRUCell(nn.Module):
    """every projection goes through its own LayerNorm"""

    def __init__(self, in_dim, dim):
        super().__init__()
        self.i2h = nn.Linear(in_dim, dim * 3, bias=False)
        self.h2h = nn.Linear(dim, dim * 3, bias=False)
        self.norm_i = nn.LayerNorm(dim * 3)
        self.norm_h = nn.LayerNorm(dim * 3)

    def forward(self, x, state):
        iz, ir, ic = torch.chunk(self.norm_i(self.i2h(x)), 3, -1)
        hz, hr, hc = torch.chunk(self.norm_h(self.h2h(state)), 3, -1)
        z = torch.sigmoid(iz + hz)
        r = torch.sigmoid(ir + hr)
        c = torch.tanh(ic + r * hc)
        return z * state + (1 - z) * c
