import torch
from torch import nn


class NBRC(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.input_size, self.hidden_size = input_size, hidden_size
        self.ua = nn.Linear(input_size, hidden_size, bias=False)
        self.wa = nn.Linear(hidden_size, hidden_size, bias=False)
        self.uc = nn.Linear(input_size, hidden_size, bias=False)
        self.wc = nn.Linear(hidden_size, hidden_size, bias=False)
        self.u = nn.Linear(input_size, hidden_size, bias=False)

    def forward(self, x, h):
        a = 1 + torch.tanh(self.ua(x) + self.wa(h))
        c = torch.sigmoid(self.uc(x) + self.wc(h))
        return c * h + (1 - c) * torch.tanh(self.u(x) + a * h)
