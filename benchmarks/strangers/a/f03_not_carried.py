import torch
from torch import nn


class SpeechTower(nn.Module):
    def __init__(self, mel, units):
        super().__init__()
        self.units = units
        self.zr = nn.Linear(mel + units, 2 * units)
        self.hh = nn.Linear(mel + units, units)

    def cell(self, x, h):
        z, r = torch.sigmoid(self.zr(torch.cat([x, h], -1))).split(self.units, -1)
        cand = torch.tanh(self.hh(torch.cat([x, r * h], -1)))
        return (1 - z) * h + z * cand

    def forward(self, spec, start=None):
        # spec: (batch, time, mel)
        if start is None:
            start = torch.zeros(spec.size(0), self.units, dtype=spec.dtype)
        ys = []
        for t in range(spec.size(1)):
            state = self.cell(spec[:, t], start)
            ys.append(state)
        return torch.stack(ys, 1), state
