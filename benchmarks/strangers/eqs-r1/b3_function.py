import torch
from torch import nn
from torch.autograd import Function


class GRUStep(Function):
    @staticmethod
    def forward(ctx, x, h, wi, wh, bi, bh):
        ir, iz, in_ = (x @ wi.t() + bi).chunk(3, 1)
        hr, hz, hn = (h @ wh.t() + bh).chunk(3, 1)
        r = torch.sigmoid(ir + hr)
        z = torch.sigmoid(iz + hz)
        n = torch.tanh(in_ + r * hn)
        ctx.save_for_backward(x, h, wi, wh, r, z, n, hn)
        return n + z * (h - n)

    @staticmethod
    def backward(ctx, grad):
        x, h, wi, wh, r, z, n, hn = ctx.saved_tensors
        d_n = grad * (1 - z) * (1 - n * n)
        d_z = grad * (h - n) * z * (1 - z)
        d_r = d_n * hn * r * (1 - r)
        d_i = torch.cat([d_r, d_z, d_n], 1)
        d_h = torch.cat([d_r, d_z, d_n], 1)
        return (
            d_i @ wi,
            d_h @ wh + grad * z,
            d_i.t() @ x,
            d_h.t() @ h,
            d_i.sum(0),
            d_h.sum(0),
        )


class FusedGRUCell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        s = hidden_size ** -0.5
        self.weight_ih = nn.Parameter(torch.empty(3 * hidden_size, input_size).uniform_(-s, s))
        self.weight_hh = nn.Parameter(torch.empty(3 * hidden_size, hidden_size).uniform_(-s, s))
        self.bias_ih = nn.Parameter(torch.zeros(3 * hidden_size))
        self.bias_hh = nn.Parameter(torch.zeros(3 * hidden_size))

    def forward(self, x, h):
        return GRUStep.apply(x, h, self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh)
