import torch
from torch import nn


class BRC(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.input_size, self.hidden_size = input_size, hidden_size
        self.ua = nn.Linear(input_size, hidden_size, bias=False)
        self.wa = nn.Parameter(torch.rand(hidden_size) * 0.5 + 0.5)
        self.uc = nn.Linear(input_size, hidden_size, bias=False)
        self.wc = nn.Parameter(torch.rand(hidden_size) * 0.5 + 0.5)
        self.u = nn.Linear(input_size, hidden_size, bias=False)

    def forward(self, x, h):
        a = 1 + torch.tanh(self.ua(x) + self.wa * h)
        c = torch.sigmoid(self.uc(x) + self.wc * h)
        return c * h + (1 - c) * torch.tanh(self.u(x) + a * h)
