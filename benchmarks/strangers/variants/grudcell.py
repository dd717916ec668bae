import torch
from torch import nn


class GRUDCell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.input_size, self.hidden_size = input_size, hidden_size
        self.wz = nn.Linear(input_size, hidden_size)
        self.uz = nn.Linear(hidden_size, hidden_size)
        self.mz = nn.Linear(input_size, hidden_size, bias=False)
        self.wr = nn.Linear(input_size, hidden_size)
        self.ur = nn.Linear(hidden_size, hidden_size)
        self.mr = nn.Linear(input_size, hidden_size, bias=False)
        self.wh = nn.Linear(input_size, hidden_size)
        self.uh = nn.Linear(hidden_size, hidden_size)
        self.mh = nn.Linear(input_size, hidden_size, bias=False)
        self.gx = nn.Linear(input_size, hidden_size)
        self.gh = nn.Linear(input_size, hidden_size)

    def forward(self, x, h):
        """GRU-D: the mask and the time since the last value are parts of x here"""
        m = (x > 0).to(x.dtype)
        delta = x.abs()
        gamma = torch.exp(-torch.relu(self.gh(delta)))
        h = gamma * h
        z = torch.sigmoid(self.wz(x) + self.uz(h) + self.mz(m))
        r = torch.sigmoid(self.wr(x) + self.ur(h) + self.mr(m))
        c = torch.tanh(self.wh(x) + self.uh(r * h) + self.mh(m))
        return (1 - z) * h + z * c
