import torch
from torch import nn


class SRUCell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.input_size, self.hidden_size = input_size, hidden_size
        self.w = nn.Linear(input_size, hidden_size, bias=False)
        self.wf = nn.Linear(input_size, hidden_size)
        self.wr = nn.Linear(input_size, hidden_size)

    def forward(self, x, h):
        xt = self.w(x)
        f = torch.sigmoid(self.wf(x))
        return f * h + (1 - f) * xt
