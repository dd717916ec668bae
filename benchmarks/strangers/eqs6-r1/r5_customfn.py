"""Autograd function for the gate nonlinearity + state mix only: the two GEMMs stay in PyTorch."""
import torch
from torch import nn
from torch.autograd import Function
from torch.autograd.function import once_differentiable


class GatePointwise(Function):
    """(gi, gh, h) -> h'; gi = x W^T + b, gh = h U^T + c, gates packed z | r | n."""

    @staticmethod
    def forward(ctx, gi, gh, h):
        iz, ir, i_n = gi.chunk(3, 1)
        hz, hr, hn = gh.chunk(3, 1)
        z = torch.sigmoid(iz + hz)
        r = torch.sigmoid(ir + hr)
        n = torch.tanh(i_n + r * hn)
        ctx.save_for_backward(z, r, n, hn, h)
        return torch.lerp(n, h, z)

    @staticmethod
    @once_differentiable
    def backward(ctx, grad_out):
        z, r, n, hn, h = ctx.saved_tensors
        gn = grad_out * (1 - z) * (1 - n.square())
        gz = grad_out * (h - n) * z * (1 - z)
        gr = gn * hn * r * (1 - r)
        gi = torch.cat((gz, gr, gn), 1)
        gh = torch.cat((gz, gr, gn * r), 1)
        return gi, gh, grad_out * z if ctx.needs_input_grad[2] else None


class PointwiseGRUCell(nn.Module):
    def __init__(self, input_size: int, hidden_size: int):
        super().__init__()
        self.i2h = nn.Linear(input_size, 3 * hidden_size)
        self.h2h = nn.Linear(hidden_size, 3 * hidden_size)

    def forward(self, x, h):
        return GatePointwise.apply(self.i2h(x), self.h2h(h), h)
