import torch
from torch import nn


class Layer(nn.Module):
    def __init__(self, d_in, d_h):
        super().__init__()
        self.gates_x = nn.Linear(d_in, 2 * d_h)
        self.gates_h = nn.Linear(d_h, 2 * d_h, bias=False)
        self.cand_x = nn.Linear(d_in, d_h)
        self.cand_h = nn.Linear(d_h, d_h, bias=False)

    def forward(self, seq):
        h = torch.zeros(seq.shape[1], self.cand_h.out_features, dtype=seq.dtype)
        ys = []
        for x in seq:
            u, r = torch.sigmoid(self.gates_x(x) + self.gates_h(h)).chunk(2, -1)
            c = torch.tanh(self.cand_x(x) + self.cand_h(r * h))
            h = u * h + (1 - u) * c
            ys.append(h)
        return torch.stack(ys)


class Tower(nn.Module):
    """Three different GRU layers on top of each other, all d wide. seq: (time, batch, d)."""

    def __init__(self, d):
        super().__init__()
        self.layers = nn.ModuleList([Layer(d, d)] * 3)

    def forward(self, seq):
        for layer in self.layers:
            seq = layer(seq)
        return seq
