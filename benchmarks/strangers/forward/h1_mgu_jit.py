"""Minimal gated unit used for the key-word spotter (Zhou et al., 2016)."""
import torch
from torch import nn, Tensor
from typing import List, Optional, Tuple


class MinimalGatedCell(nn.Module):
    def __init__(self, n_in: int, n_units: int):
        super().__init__()
        self.forget = nn.Linear(n_in + n_units, n_units)
        self.cand = nn.Linear(n_in + n_units, n_units)

    @torch.jit.export
    def forward(self, frame: Tensor, memory: Tensor) -> Tensor:
        f = self.forget(torch.cat((memory, frame), dim=-1)).sigmoid()
        c = self.cand(torch.cat((f * memory, frame), dim=-1)).tanh()
        return torch.addcmul((1 - f) * memory, f, c)


class Spotter(nn.Module):
    def __init__(self, n_in: int = 13, n_units: int = 24):
        super().__init__()
        self.n_units = n_units
        self.cell = MinimalGatedCell(n_in, n_units)

    def forward(self, frames: Tensor, memory: Optional[Tensor] = None) -> Tuple[Tensor, Tensor]:
        if memory is None:
            memory = frames.new_zeros(frames.size(0), self.n_units)
        outs: List[Tensor] = []
        for frame in frames.unbind(dim=1):
            memory = self.cell(frame, memory)
            outs.append(memory)
        return torch.stack(outs, dim=1), memory


if __name__ == "__main__":
    m = torch.jit.script(Spotter())
    print(m(torch.randn(2, 5, 13))[0].shape)
