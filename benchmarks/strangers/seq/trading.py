"""GRU on price windows (B, T, F)."""
import torch
import torch.nn as nn


class PriceGRU(nn.Module):
    def __init__(self, n_features, n_hidden):
        super().__init__()
        self.n_hidden = n_hidden
        self.Wz = nn.Parameter(torch.randn(n_features, n_hidden) * 0.1)
        self.Uz = nn.Parameter(torch.randn(n_hidden, n_hidden) * 0.1)
        self.bz = nn.Parameter(torch.zeros(n_hidden))
        self.Wr = nn.Parameter(torch.randn(n_features, n_hidden) * 0.1)
        self.Ur = nn.Parameter(torch.randn(n_hidden, n_hidden) * 0.1)
        self.br = nn.Parameter(torch.zeros(n_hidden))
        self.Wn = nn.Parameter(torch.randn(n_features, n_hidden) * 0.1)
        self.Un = nn.Parameter(torch.randn(n_hidden, n_hidden) * 0.1)
        self.bn = nn.Parameter(torch.zeros(n_hidden))

    def forward(self, windows):
        batch, steps, _ = windows.shape
        h = windows.new_zeros(batch, self.n_hidden)
        track = []
        for k in range(steps):
            w = windows[:, k]
            z = torch.sigmoid(w @ self.Wz + h @ self.Uz + self.bz)
            r = torch.sigmoid(w @ self.Wr + h @ self.Ur + self.br)
            n = torch.tanh(w @ self.Wn + (r * h) @ self.Un + self.bn)
            h = z * h + (1 - z) * n
            track.append(h)
            h = h.detach()
        track = track[:-1]
        return torch.stack(track, 1)
