from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Optional, Tuple

import torch
import torch.nn as nn
from torch import Tensor


@dataclass
class RecurrentConfig:
    n_embd: int = 32
    n_hidden: int = 64
    bias: bool = True
    dropout: float = 0.1
    init_std: float = 0.02


class GatedBlock(nn.Module):
    def __init__(self, config: RecurrentConfig):
        super().__init__()
        self.config = config
        self.x_proj = nn.Linear(config.n_embd, 3 * config.n_hidden, bias=config.bias)
        self.h_proj = nn.Linear(config.n_hidden, 3 * config.n_hidden, bias=False)
        self.drop = nn.Dropout(config.dropout)
        self.apply(self._init)

    def _init(self, m: nn.Module) -> None:
        if isinstance(m, nn.Linear):
            nn.init.normal_(m.weight, std=self.config.init_std)

    def cell(self, gx: Tensor, h: Tensor) -> Tensor:
        gh = self.h_proj(h)
        i_r, i_u, i_c = gx.chunk(3, dim=-1)
        h_r, h_u, h_c = gh.chunk(3, dim=-1)
        reset = torch.sigmoid(i_r + h_r)
        update = torch.sigmoid(i_u + h_u)
        cand = torch.tanh(i_c + reset * h_c)
        return h + update * (cand - h)

    def forward(self, idx_emb: Tensor, state: Optional[Tensor] = None) -> Tuple[Tensor, Tensor]:
        B, T, C = idx_emb.shape
        if state is None:
            state = idx_emb.new_zeros(B, self.config.n_hidden)
        gx = self.x_proj(self.drop(idx_emb))
        out = []
        for t in range(T):
            state = self.cell(gx[:, t], state)
            out.append(state)
        y = torch.stack(out, dim=1)
        return y, out[0]
