import torch
import torch.nn as nn


class SongModel(nn.Module):
    """notes in, hidden features out. nn.GRU under the hood, hidden state optional"""

    def __init__(self, n_features, n_units, dropout=0.0):
        super().__init__()
        self.norm_in = nn.Identity()
        self.encoder = nn.GRU(input_size=n_features, hidden_size=n_units)
        self.drop = nn.Dropout(dropout)

    def forward(self, notes):
        # notes: (batch, time, n_features)
        notes = self.norm_in(notes).transpose(0, 1)
        seq, last = self.encoder(notes)
        return self.drop(seq).transpose(0, 1), last.squeeze(0)
