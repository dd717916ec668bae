import torch
from torch import nn


class PeepGRU(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.input_size, self.hidden_size = input_size, hidden_size
        self.wz = nn.Linear(input_size, hidden_size)
        self.uz = nn.Linear(hidden_size, hidden_size)
        self.wr = nn.Linear(input_size, hidden_size)
        self.ur = nn.Linear(hidden_size, hidden_size)
        self.wh = nn.Linear(input_size, hidden_size)
        self.uh = nn.Linear(hidden_size, hidden_size)
        self.p = nn.Parameter(torch.rand(hidden_size) * 0.5 + 0.5)

    def forward(self, x, h):
        z = torch.sigmoid(self.wz(x) + self.uz(h))
        r = torch.sigmoid(self.wr(x) + self.ur(h) + self.p * z)
        c = torch.tanh(self.wh(x) + self.uh(r * h))
        return (1 - z) * h + z * c
