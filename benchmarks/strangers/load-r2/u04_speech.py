import torch
from torch import nn


class BRNN(nn.Module):
    """Two-layer bidirectional encoder over log-mel frames (batch, frames, mels)."""

    def __init__(self, n_mels: int, width: int):
        super().__init__()
        self.lower = nn.GRU(n_mels, width, batch_first=True, bidirectional=True)
        self.norm = nn.Identity()
        self.width = width

    def forward(self, frames: torch.Tensor) -> torch.Tensor:
        y, _ = self.lower(frames)
        left, right = y[..., : self.width], y[..., self.width :]
        return torch.cat([left, right.flip(1)], dim=-1)
