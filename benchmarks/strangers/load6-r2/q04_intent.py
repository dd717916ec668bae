import torch
import torch.nn as nn


class IntentNet(nn.Module):
    """Voice command -> intent. Frames (batch, time, mel)."""

    def __init__(self, n_mels, n_hidden, n_intents):
        super().__init__()
        self.cell = nn.GRUCell(n_mels, n_hidden)
        self.head = nn.Sequential(nn.LayerNorm(n_hidden), nn.Linear(n_hidden, n_intents))
        self.n_hidden = n_hidden

    def forward(self, frames):
        h = frames.new_zeros(frames.size(0), self.n_hidden)
        start = h
        for t in range(frames.size(1)):
            h = self.cell(frames[:, t], start)
        return self.head(h)
