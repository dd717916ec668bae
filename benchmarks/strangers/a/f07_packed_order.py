import torch
from torch import nn


class FusedCell(nn.Module):
    def __init__(self, in_f, out_f):
        super().__init__()
        self.K = nn.Parameter(torch.randn(in_f, 3 * out_f) * 0.2)
        self.Q = nn.Parameter(torch.randn(out_f, 3 * out_f) * 0.2)
        self.beta = nn.Parameter(torch.zeros(3 * out_f))

    def forward(self, inp, carry):
        iz, ir, ic = torch.chunk(inp @ self.K + self.beta, 3, dim=-1)
        hr, hz, hc = torch.chunk(carry @ self.Q, 3, dim=-1)
        z = torch.sigmoid(iz + hz)
        r = torch.sigmoid(ir + hr)
        c = torch.tanh(ic + r * hc)
        return z * carry + (1 - z) * c
