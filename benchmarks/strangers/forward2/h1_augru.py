"""Interest evolution (DIEN): the attention score scales the update gate."""
import torch
import torch.nn as nn


class AUGRUCell(nn.Module):
    def __init__(self, embed_dim, hidden_dim):
        super().__init__()
        self.hidden_dim = hidden_dim
        self.gates_x = nn.Linear(embed_dim, 2 * hidden_dim)
        self.gates_h = nn.Linear(hidden_dim, 2 * hidden_dim, bias=False)
        self.cand_x = nn.Linear(embed_dim, hidden_dim)
        self.cand_h = nn.Linear(hidden_dim, hidden_dim, bias=False)

    def forward(self, x, h, attention):
        u, r = torch.sigmoid(self.gates_x(x) + self.gates_h(h)).chunk(2, dim=1)
        u = attention * u
        c = torch.tanh(self.cand_x(x) + self.cand_h(r * h))
        return (1.0 - u) * h + u * c
