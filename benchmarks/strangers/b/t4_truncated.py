import torch
from torch import nn


class Monitor(nn.Module):
    """(batch, time, channel) -> (batch, time, memory)"""

    def __init__(self, channel, memory):
        super().__init__()
        self.memory = memory
        self.zr_x = nn.Linear(channel, 2 * memory)
        self.zr_h = nn.Linear(memory, 2 * memory, bias=False)
        self.c_x = nn.Linear(channel, memory)
        self.c_h = nn.Linear(memory, memory, bias=False)

    def one(self, x, h):
        zr = (self.zr_x(x) + self.zr_h(h)).sigmoid()
        z = zr[..., : self.memory]
        r = zr[..., self.memory :]
        c = (self.c_x(x) + self.c_h(r * h)).tanh()
        return z * c + (1 - z) * h

    def forward(self, signal, mask):
        b, steps, _ = signal.shape
        h = torch.zeros(b, self.memory, dtype=signal.dtype)
        out = torch.empty(b, steps, self.memory, dtype=signal.dtype)
        for i in range(steps):
            keep = mask[:, i : i + 1]
            h = self.one(signal[:, i], h.detach())
            h = h * keep
            out[:, i] = h
        return out
