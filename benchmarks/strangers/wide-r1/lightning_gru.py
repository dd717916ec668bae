from __future__ import annotations
import torch
from torch import nn, Tensor

from jaxtyping import Float
from beartype import beartype
import pytorch_lightning as pl
import hydra


class GRULayer(pl.LightningModule):
    def __init__(self, dim: int, hidden: int, lr: float = 1e-3):
        super().__init__()
        self.save_hyperparameters()
        self.hidden = hidden
        self.wx = nn.Parameter(torch.randn(dim, 3 * hidden) * dim ** -0.5)
        self.wh = nn.Parameter(torch.randn(hidden, 3 * hidden) * hidden ** -0.5)
        self.b = nn.Parameter(torch.zeros(3 * hidden))

    @beartype
    def forward(self, x: Float[Tensor, "b t d"]) -> Float[Tensor, "b t h"]:
        x = x.transpose(0, 1)
        h = x.new_zeros(x.shape[1], self.hidden)
        outs = []
        for xt in x:
            gx = (xt @ self.wx + self.b).view(-1, 3, self.hidden).transpose(0, 1)
            gh = (h @ self.wh).view(-1, 3, self.hidden).transpose(0, 1)
            z, r = torch.sigmoid(gx[:2] + gh[:2])
            n = torch.tanh(gx[2] + r * gh[2])
            h = z * h + z * n
            outs.append(h)
        return torch.stack(outs, 1)

    def training_step(self, batch, i):
        x, y = batch
        return ((self(x) - y) ** 2).mean()
