import torch
import torch.nn as nn


class SensorNet(nn.Module):
    def __init__(self, n_in, n_hidden):
        super().__init__()
        self.rnn = nn.GRU(n_in, n_hidden, batch_first=True)

    def forward(self, x, lengths):
        """x: (B, T, n_in) padded at the end; the state after the last real sample of each row"""
        out, h_n = self.rnn(x)
        return h_n[-1]
