import torch
import torch.nn as nn


class Net(nn.Module):
    gates = ('reset', 'forget', 'new')

    def __init__(self, indim, hdim):
        super().__init__()
        self.hdim = hdim
        self.kernels = nn.ParameterDict({g: nn.Parameter(torch.randn(indim + hdim + 1, hdim) * 0.1) for g in self.gates})

    def project(self, gate, *parts):
        one = torch.ones(parts[0].shape[0], 1, dtype=parts[0].dtype)
        return torch.cat((*parts, one), dim=1) @ self.kernels[gate]

    def forward(self, h, x):
        r = self.project('reset', x, h).sigmoid()
        f = self.project('forget', x, h).sigmoid()
        n = self.project('new', x, r * h).tanh()
        return f * h + (1 - f) * n
