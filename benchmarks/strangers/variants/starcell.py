import torch
from torch import nn


class STARCell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.input_size, self.hidden_size = input_size, hidden_size
        self.wk = nn.Linear(input_size, hidden_size)
        self.uk = nn.Linear(hidden_size, hidden_size)
        self.wz = nn.Linear(input_size, hidden_size)

    def forward(self, x, h):
        k = torch.sigmoid(self.wk(x) + self.uk(h))
        z = torch.tanh(self.wz(x))
        return torch.tanh((1 - k) * h + k * z)
