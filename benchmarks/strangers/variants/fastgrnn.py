import torch
from torch import nn


class FastGRNN(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.input_size, self.hidden_size = input_size, hidden_size
        self.w = nn.Linear(input_size, hidden_size, bias=False)
        self.u = nn.Linear(hidden_size, hidden_size, bias=False)
        self.bz = nn.Parameter(torch.rand(hidden_size) * 0.5 + 0.5)
        self.bh = nn.Parameter(torch.rand(hidden_size) * 0.5 + 0.5)
        self.zeta = nn.Parameter(torch.ones(1))
        self.nu = nn.Parameter(-4 * torch.ones(1))

    def forward(self, x, h):
        pre = self.w(x) + self.u(h)
        z = torch.sigmoid(pre + self.bz)
        c = torch.tanh(pre + self.bh)
        return (torch.sigmoid(self.zeta) * (1 - z) + torch.sigmoid(self.nu)) * c + z * h
