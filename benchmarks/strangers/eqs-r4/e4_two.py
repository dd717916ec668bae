from __future__ import annotations

import math
from dataclasses import dataclass

import torch


@dataclass
class GRUWeights:
    w_ir: torch.Tensor
    w_iz: torch.Tensor
    w_in: torch.Tensor
    w_hr: torch.Tensor
    w_hz: torch.Tensor
    w_hn: torch.Tensor
    b_r: torch.Tensor
    b_z: torch.Tensor
    b_in: torch.Tensor
    b_hn: torch.Tensor


class ScratchGRU(torch.nn.Module):
    def __init__(self, input_dim: int, hidden_dim: int):
        super().__init__()
        self.hidden_dim = hidden_dim
        k = 1 / math.sqrt(hidden_dim)
        shapes = {n: (input_dim, hidden_dim) for n in ("w_ir", "w_iz", "w_in")}
        shapes |= {n: (hidden_dim, hidden_dim) for n in ("w_hr", "w_hz", "w_hn")}
        shapes |= {n: (hidden_dim,) for n in ("b_r", "b_z", "b_in", "b_hn")}
        for name, shape in shapes.items():
            self.register_parameter(name, torch.nn.Parameter(torch.empty(shape).uniform_(-k, k)))

    def weights(self) -> GRUWeights:
        return GRUWeights(**dict(self.named_parameters()))

    def forward(self, x: torch.Tensor, h: torch.Tensor | None = None):
        """x: (batch, time, features)"""
        w = self.weights()
        h = torch.zeros(x.shape[0], self.hidden_dim, dtype=x.dtype) if h is None else h
        outs = []
        for x_t in x.unbind(dim=1):
            r = torch.sigmoid(x_t @ w.w_ir + h @ w.w_hr + w.b_r)
            z = torch.sigmoid(x_t @ w.w_iz + h @ w.w_hr + w.b_z)
            n = torch.tanh(x_t @ w.w_in + w.b_in + r * (h @ w.w_hn) + w.b_hn)
            h = (1 - z) * h + (1 - z) * n
            outs.append(h)
        return torch.stack(outs, dim=1), h
