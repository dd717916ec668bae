import torch
from torch import nn


class GRU1(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.input_size, self.hidden_size = input_size, hidden_size
        self.wh = nn.Linear(input_size, hidden_size, bias=False)
        self.uz = nn.Linear(hidden_size, hidden_size)
        self.ur = nn.Linear(hidden_size, hidden_size)
        self.uh = nn.Linear(hidden_size, hidden_size)

    def forward(self, x, h):
        z = torch.sigmoid(self.uz(h))
        r = torch.sigmoid(self.ur(h))
        c = torch.tanh(self.wh(x) + self.uh(r * h))
        return (1 - z) * h + z * c
