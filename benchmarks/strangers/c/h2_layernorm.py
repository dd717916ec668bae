import torch
from torch import nn


class LNGRUCell(nn.Module):
    """GRU with layer normalisation on every pre-activation (Ba et al. 2016)."""

    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.x2h = nn.Linear(input_size, 3 * hidden_size, bias=False)
        self.h2h = nn.Linear(hidden_size, 3 * hidden_size, bias=False)
        self.ln_x = nn.LayerNorm(2 * hidden_size)
        self.ln_h = nn.LayerNorm(2 * hidden_size)
        self.ln_cx = nn.LayerNorm(hidden_size)
        self.ln_ch = nn.LayerNorm(hidden_size)
        self.hidden_size = hidden_size

    def forward(self, x, h):
        n = self.hidden_size
        ax, ah = self.x2h(x), self.h2h(h)
        r, z = torch.sigmoid(self.ln_x(ax[:, :2 * n]) + self.ln_h(ah[:, :2 * n])).chunk(2, 1)
        c = torch.tanh(self.ln_cx(ax[:, 2 * n:]) + r * self.ln_ch(ah[:, 2 * n:]))
        return (1 - z) * c + z * h
