"""A GRU cell in PyTorch, with one Linear for the input and one for the state."""

import torch
from torch import nn


class TorchGRU(nn.Module):
    """x (B, D) and h (B, H) to the next h; blocks ordered as in torch.nn.GRUCell."""

    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.from_input = nn.Linear(input_size, 3 * hidden_size)
        self.from_state = nn.Linear(hidden_size, 3 * hidden_size)

    def forward(self, x, h):
        x_r, x_z, x_n = self.from_input(x).chunk(3, dim=1)
        h_r, h_z, h_n = self.from_state(h).chunk(3, dim=1)
        reset = torch.sigmoid(x_r + h_r)
        update = torch.sigmoid(x_z + h_z)
        new = torch.tanh(x_n + reset * h_n)
        return update * h + (1 - update) * new
