import torch
import torch.nn as nn
import torch.nn.functional as F


class ContextGRU(nn.Module):
    """GRU cell of the dialogue model, gates computed together."""

    def __init__(self, dim_in, dim):
        super().__init__()
        self.dim = dim
        self.to_gates = nn.Linear(dim_in + dim, 2 * dim)
        self.to_cand = nn.Linear(dim_in + dim, dim)

    def forward(self, inp, prev):
        both = torch.cat((inp, prev), dim=-1)
        z, r = self.to_gates(both).split(self.dim, dim=-1)
        z = torch.sigmoid(z)
        r = torch.sigmoid(r)
        joint = torch.cat((prev * r, inp), dim=-1)
        cand = F.relu(self.to_cand(joint))
        return z * prev + (1 - z) * cand
