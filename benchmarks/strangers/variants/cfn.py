import torch
from torch import nn


class CFN(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.input_size, self.hidden_size = input_size, hidden_size
        self.wt = nn.Linear(input_size, hidden_size)
        self.ut = nn.Linear(hidden_size, hidden_size)
        self.we = nn.Linear(input_size, hidden_size)
        self.ue = nn.Linear(hidden_size, hidden_size)
        self.w = nn.Linear(input_size, hidden_size, bias=False)

    def forward(self, x, h):
        theta = torch.sigmoid(self.wt(x) + self.ut(h))
        eta = torch.sigmoid(self.we(x) + self.ue(h))
        return theta * torch.tanh(h) + eta * torch.tanh(self.w(x))
