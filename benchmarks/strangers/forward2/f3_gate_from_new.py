import torch
from torch import nn


class MemoryUpdater(nn.Module):
    """Updates a node's memory from a message."""

    def __init__(self, msg_dim, mem_dim):
        super().__init__()
        self.mem_dim = mem_dim
        self.lin_r = nn.Linear(msg_dim + mem_dim, mem_dim)
        self.lin_u = nn.Linear(msg_dim + mem_dim, mem_dim)
        self.lin_c = nn.Linear(msg_dim + mem_dim, mem_dim)

    def forward(self, message, memory):
        reset = torch.sigmoid(self.lin_r(torch.cat([message, memory], dim=1)))
        new = torch.tanh(self.lin_c(torch.cat([message, reset * memory], dim=1)))
        update = torch.sigmoid(self.lin_u(torch.cat([message, new], dim=1)))
        return update * memory + (1 - update) * new
