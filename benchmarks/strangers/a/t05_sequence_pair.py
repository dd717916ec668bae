import torch
from torch import nn


class Tracker(nn.Module):
    def __init__(self, feats, hidden):
        super().__init__()
        self.hidden = hidden
        self.core = nn.GRUCell(feats, hidden)

    def forward(self, track, h=None):
        """track: (batch, time, feats); returns all states (batch, time, hidden) and the last one"""
        b, t, _ = track.shape
        if h is None:
            h = track.new_zeros(b, self.hidden)
        steps = []
        for k in range(t - 1):
            h = self.core(track[:, k], h)
            steps.insert(0, h)
        h = self.core(track[:, t - 1], h)
        steps.insert(0, h)
        return torch.stack(steps, 1), steps[-1]
