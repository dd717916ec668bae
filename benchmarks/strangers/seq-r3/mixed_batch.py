import torch
import torch.nn as nn


class SpeakerGRU(nn.Module):
    """(B, T, F) acoustic features to (B, T, H)"""

    def __init__(self, F, H):
        super().__init__()
        self.H = H
        self.W = nn.Parameter(torch.randn(F, 3 * H) * 0.1)
        self.U = nn.Parameter(torch.randn(H, 3 * H) * 0.1)
        self.b = nn.Parameter(torch.zeros(3 * H))

    def forward(self, x):
        B, T, F = x.shape
        x = x.reshape(T, B, F)
        h = torch.zeros(B, self.H, dtype=x.dtype)
        outs = []
        for t in range(T):
            a = x[t] @ self.W + self.b
            u = h @ self.U
            z = torch.sigmoid(a[:, :self.H] + u[:, :self.H])
            r = torch.sigmoid(a[:, self.H:2 * self.H] + u[:, self.H:2 * self.H])
            c = torch.tanh(a[:, 2 * self.H:] + r * u[:, 2 * self.H:])
            h = z * h + (1 - z) * c
            outs.append(h)
        return torch.stack(outs, dim=1)
