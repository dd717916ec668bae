import torch
from torch import nn


class MemoryCell(nn.Module):
    def __init__(self, d, k):
        super().__init__()
        self.gates = nn.Linear(d + k, 2 * k)
        self.cand = nn.Linear(d + k, k)

    def forward(self, x, state):
        ru = self.gates(torch.cat((x, state), 1)).sigmoid()
        r, u = ru.chunk(2, 1)
        reset_state = state.clone()
        reset_state.data.mul_(r)
        c = self.cand(torch.cat((x, reset_state), 1)).tanh()
        return u * state + (1 - u) * c
