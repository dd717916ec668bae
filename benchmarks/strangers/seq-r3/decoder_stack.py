import torch
from torch import nn


class Cell(nn.Module):
    def __init__(self, i, h):
        super().__init__()
        self.lin_i = nn.Linear(i, 3 * h)
        self.lin_h = nn.Linear(h, 3 * h)

    def forward(self, x, h):
        xr, xz, xn = self.lin_i(x).chunk(3, -1)
        hr, hz, hn = self.lin_h(h).chunk(3, -1)
        z = torch.sigmoid(xz + hz)
        return (1 - z) * torch.tanh(xn + torch.sigmoid(xr + hr) * hn) + z * h


class StackedGRU(nn.Module):
    """Stacked cells, batch first."""

    def __init__(self, i, h, layers=2, dropout=0.1):
        super().__init__()
        self.h = h
        self.cells = nn.ModuleList([Cell(i if k == 0 else h, h) for k in range(layers)])
        self.drop = nn.Dropout(dropout)

    def forward(self, x):
        states = [x.new_zeros(len(x), self.h) for _ in self.cells]
        out = []
        for t in range(x.shape[1]):
            inp = x[:, t]
            for k, cell in enumerate(self.cells):
                states[k] = cell(inp, states[0])
                inp = self.drop(states[k]) if k + 1 < len(self.cells) else states[k]
            out.append(inp)
        return torch.stack(out, 1)
