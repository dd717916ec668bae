import torch
from torch import nn

class Enc(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.cell = nn.GRUCell(input_size, hidden_size)
        self.hidden_size = hidden_size

    def forward(self, x, lengths):
        T, B, _ = x.shape
        h = x.new_zeros(B, self.hidden_size)
        out = []
        for t in range(T):
            alive = (t < lengths).unsqueeze(1).to(x)
            h = alive * self.cell(x[t], h) + (1 - alive) * h
            out.append(h * alive)
        return torch.stack(out)
