"""Sleep stage scoring with a hand written GRU and per epoch logits."""
import torch
from torch import nn


class SleepScorer(nn.Module):
    def __init__(self, channels, units, stages=5):
        super().__init__()
        self.units = units
        self.gates_x = nn.Linear(channels, 2 * units)
        self.gates_h = nn.Linear(units, 2 * units)
        self.cand_x = nn.Linear(channels, units)
        self.cand_h = nn.Linear(units, units)
        self.score = nn.Linear(units, stages)

    def forward(self, eeg):
        """eeg (batch, epochs, channels) -> (batch, epochs, stages)"""
        s = torch.zeros(eeg.shape[0], self.units, device=eeg.device)
        logits = []
        for e in eeg.transpose(0, 1):
            u, r = torch.sigmoid(self.gates_x(e) + self.gates_h(s)).split(self.units, dim=1)
            c = torch.tanh(self.cand_x(e) + self.cand_h(r * s))
            s = u * s + (1 - u) * c
            logits.append(self.score(s))
        return torch.stack(logits[::-1], dim=1)
