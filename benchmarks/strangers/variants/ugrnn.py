import torch
from torch import nn


class UGRNN(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.input_size, self.hidden_size = input_size, hidden_size
        self.wg = nn.Linear(input_size, hidden_size)
        self.ug = nn.Linear(hidden_size, hidden_size)
        self.wc = nn.Linear(input_size, hidden_size)
        self.uc = nn.Linear(hidden_size, hidden_size)

    def forward(self, x, h):
        g = torch.sigmoid(self.wg(x) + self.ug(h))
        c = torch.tanh(self.wc(x) + self.uc(h))
        return g * h + (1 - g) * c
