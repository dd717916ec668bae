import torch
from torch import nn


class Seq(nn.Module):
    """time-major GRU with lengths"""
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.cell = nn.GRUCell(input_size, hidden_size)
        self.hidden_size = hidden_size

    def forward(self, x, lengths):
        T, B, _ = x.shape
        h = x.new_zeros(B, self.hidden_size)
        out = []
        for t in range(T):
            new = self.cell(x[t], h)
            alive = (t <= lengths).unsqueeze(1).to(x)
            h = alive * new + (1 - alive) * h
            out.append(h * alive)
        return torch.stack(out), h
