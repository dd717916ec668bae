import torch.nn as nn


class Classifier(nn.Module):
    def __init__(self, n_mfcc, n_units):
        super().__init__()
        self.gru = nn.GRU(n_mfcc, n_units)

    def forward(self, clips):
        """clips: (batch, frames, n_mfcc)"""
        batch, frames, _ = clips.shape
        out, state = self.gru(clips)
        return out
