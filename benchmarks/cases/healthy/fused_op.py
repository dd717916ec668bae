import torch
from torch.autograd import Function


class FusedStep(Function):
    """One step with a hand-written backward, saves about half of the activations."""

    @staticmethod
    def forward(ctx, x, h, w_x, w_h, b_x, b_h):
        gx = torch.addmm(b_x, x, w_x.t())
        gh = torch.addmm(b_h, h, w_h.t())
        xr, xz, xn = gx.chunk(3, 1)
        hr, hz, hn = gh.chunk(3, 1)
        r = torch.sigmoid(xr + hr)
        z = torch.sigmoid(xz + hz)
        n = torch.tanh(xn + r * hn)
        out = n + z * (h - n)
        ctx.save_for_backward(x, h, w_x, w_h, r, z, n, hn)
        return out

    @staticmethod
    def backward(ctx, grad_out):
        x, h, w_x, w_h, r, z, n, hn = ctx.saved_tensors
        d_z = grad_out * (h - n) * z * (1 - z)
        d_n = grad_out * (1 - z) * (1 - n * n)
        d_r = d_n * hn * r * (1 - r)
        d_gx = torch.cat([d_r, d_z, d_n], dim=1)
        d_gh = torch.cat([d_r, d_z, d_n * r], dim=1)
        d_x = d_gx.mm(w_x)
        d_h = d_gh.mm(w_h) + grad_out * z
        d_wx = d_gx.t().mm(x)
        d_wh = d_gh.t().mm(h)
        d_bx = d_gx.sum(0)
        d_bh = d_gh.sum(0)
        return d_x, d_h, d_wx, d_wh, d_bx, d_bh


class FusedCell(torch.nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.w_x = torch.nn.Parameter(torch.randn(3 * hidden_size, input_size) * 0.1)
        self.w_h = torch.nn.Parameter(torch.randn(3 * hidden_size, hidden_size) * 0.1)
        self.b_x = torch.nn.Parameter(torch.zeros(3 * hidden_size))
        self.b_h = torch.nn.Parameter(torch.zeros(3 * hidden_size))

    def forward(self, x, h):
        return FusedStep.apply(x, h, self.w_x, self.w_h, self.b_x, self.b_h)
