import torch
from torch import nn


class MGUwrong(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.input_size, self.hidden_size = input_size, hidden_size
        self.wz = nn.Linear(input_size, hidden_size)
        self.uz = nn.Linear(hidden_size, hidden_size)
        self.wh = nn.Linear(input_size, hidden_size)
        self.uh = nn.Linear(hidden_size, hidden_size)

    def forward(self, x, h):
        f = torch.sigmoid(self.wz(x) + self.uz(h))
        c = torch.tanh(self.wh(x) + self.uh(f * h))
        return f * h + f * c
