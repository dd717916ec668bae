import torch
from torch import nn


class FusedGRU(nn.Module):
    """One matmul per step. `kernel` acts on [x, h] for the two gates, `proposal` on [x, r*h]."""

    def __init__(self, features, width):
        super().__init__()
        self.features, self.width = features, width
        self.kernel = nn.Parameter(torch.randn(features + width, 2 * width) / (features + width) ** 0.5)
        self.proposal = nn.Parameter(torch.randn(features + width, width) / (features + width) ** 0.5)
        self.bias = nn.Parameter(torch.zeros(3 * width))

    def step(self, x, h):
        bg, bn = self.bias[: 2 * self.width], self.bias[2 * self.width :]
        both = torch.sigmoid(torch.cat([x, h], -1) @ self.kernel + bg)
        reset, write = both.reshape(*both.shape[:-1], self.width, 2).unbind(-1)
        n = torch.tanh(torch.cat([reset * h, x], -1) @ self.proposal + bn)
        return torch.lerp(h, n, write)

    def forward(self, xs, h=None):
        if h is None:
            h = xs.new_zeros(xs.shape[1], self.width)
        ys = []
        for x in xs:
            h = self.step(x, h)
            ys.append(h)
        return torch.stack(ys), h
