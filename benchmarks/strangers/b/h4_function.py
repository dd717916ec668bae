import torch
from torch import nn


class FusedStep(torch.autograd.Function):
    @staticmethod
    def forward(ctx, gi, gh, h):
        i_r, i_z, i_n = gi.chunk(3, 1)
        h_r, h_z, h_n = gh.chunk(3, 1)
        r = torch.sigmoid(i_r + h_r)
        z = torch.sigmoid(i_z + h_z)
        n = torch.tanh(i_n + r * h_n)
        ctx.save_for_backward(r, z, n, h, h_n)
        return n + z * (h - n)

    @staticmethod
    def backward(ctx, grad):
        r, z, n, h, h_n = ctx.saved_tensors
        dn = grad * (1 - z) * (1 - n * n)
        dz = grad * (h - n) * z * (1 - z)
        dr = dn * h_n * r * (1 - r)
        return torch.cat([dr, dz, dn], 1), torch.cat([dr, dz, dn * r], 1), grad * z


class FusedGRUCell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.ih = nn.Linear(input_size, 3 * hidden_size)
        self.hh = nn.Linear(hidden_size, 3 * hidden_size)

    def forward(self, input, hx):
        return FusedStep.apply(self.ih(input), self.hh(hx), hx)


class FusedGRU(nn.Module):
    def __init__(self, input_size, hidden_size, batch_first=True):
        super().__init__()
        self.cell = FusedGRUCell(input_size, hidden_size)
        self.batch_first = batch_first
        self.hidden_size = hidden_size

    def forward(self, input, hx=None):
        if self.batch_first:
            input = input.transpose(0, 1)
        if hx is None:
            hx = input.new_zeros(input.size(1), self.hidden_size)
        outs = []
        for x in input:
            hx = self.cell(x, hx)
            outs.append(hx)
        out = torch.stack(outs)
        return (out.transpose(0, 1) if self.batch_first else out), hx
