import torch
import torch.nn as nn


class MiniGRU(nn.Module):
    ACT = {"z": torch.sigmoid, "r": torch.tanh, "n": torch.tanh}

    def __init__(self, d, h):
        super().__init__()
        self.h = h
        self.W = nn.ParameterDict({k: nn.Parameter(torch.randn(d, h) * 0.1) for k in "zrn"})
        self.U = nn.ParameterDict({k: nn.Parameter(torch.randn(h, h) * 0.1) for k in "zrn"})
        self.b = nn.ParameterDict({k: nn.Parameter(torch.zeros(h)) for k in "zrn"})

    def gate(self, k, x, h):
        return self.ACT[k](x @ self.W[k] + h @ self.U[k] + self.b[k])

    def cell(self, x, h):
        g = {}
        for k in "zr":
            g[k] = self.gate(k, x, h)
        g["n"] = self.gate("n", x, g["r"] * h)
        return g["z"] * h + g["z"] * g["n"]

    def forward(self, seq, h=None):
        if h is None:
            h = seq.new_zeros(seq.size(0), self.h)
        outs = []
        for t in range(seq.size(1)):
            h = self.cell(seq[:, t], h)
            outs.append(h)
        return torch.stack(outs, 1), h
