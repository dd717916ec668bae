import torch
import torch.nn as nn
import torch.nn.functional as F


class PackedGRU(nn.Module):
    def __init__(self, in_dim, mem_dim):
        super().__init__()
        self.mem_dim = mem_dim
        self.weight_x = nn.Parameter(torch.randn(3 * mem_dim, in_dim) / in_dim ** 0.5)
        self.weight_h = nn.Parameter(torch.randn(3 * mem_dim, mem_dim) / mem_dim ** 0.5)
        self.bias = nn.Parameter(torch.zeros(3 * mem_dim))

    def forward(self, x, hidden=None):
        """x: (seq, batch, in_dim)"""
        if hidden is None:
            hidden = torch.zeros(x.shape[1], self.mem_dim, dtype=x.dtype, device=x.device)
        w_hz, w_hr, w_hc = self.weight_h.split(self.mem_dim)
        history = []
        for t in range(x.shape[0] - 1):
            xz, xr, xc = F.linear(x[t], self.weight_x, self.bias).split(self.mem_dim, dim=1)
            z = torch.sigmoid(xz + F.linear(hidden, w_hz))
            r = torch.sigmoid(xr + F.linear(hidden, w_hr))
            c = torch.tanh(xc + F.linear(z * hidden, w_hc))
            hidden = torch.addcmul(z * hidden, 1 - z, c)
            history.append(hidden)
        return torch.stack(history), hidden
