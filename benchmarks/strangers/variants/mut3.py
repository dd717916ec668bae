import torch
from torch import nn


class MUT3(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.input_size, self.hidden_size = input_size, hidden_size
        self.wz = nn.Linear(input_size, hidden_size)
        self.uz = nn.Linear(hidden_size, hidden_size, bias=False)
        self.wr = nn.Linear(input_size, hidden_size)
        self.ur = nn.Linear(hidden_size, hidden_size, bias=False)
        self.uh = nn.Linear(hidden_size, hidden_size)
        self.wh = nn.Linear(input_size, hidden_size, bias=False)

    def forward(self, x, h):
        z = torch.sigmoid(self.wz(x) + self.uz(torch.tanh(h)))
        r = torch.sigmoid(self.wr(x) + self.ur(h))
        return torch.tanh(self.uh(r * h) + self.wh(x)) * z + h * (1 - z)
