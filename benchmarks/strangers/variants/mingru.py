import torch
from torch import nn


class MinGRU(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.input_size, self.hidden_size = input_size, hidden_size
        self.to_z = nn.Linear(input_size, hidden_size)
        self.to_h = nn.Linear(input_size, hidden_size)

    def forward(self, x, h):
        z = torch.sigmoid(self.to_z(x))
        cand = self.to_h(x)
        return (1 - z) * h + z * cand
