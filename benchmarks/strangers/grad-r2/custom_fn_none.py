import torch
from torch.autograd import Function
import torch.nn as nn


class GRUStep(Function):
    """h' = z*h + (1-z)*tanh(gx_n + r*gh_n), gates already projected."""

    @staticmethod
    def forward(ctx, gx, gh, h):
        H = h.shape[1]
        r = torch.sigmoid(gx[:, :H] + gh[:, :H])
        z = torch.sigmoid(gx[:, H:2 * H] + gh[:, H:2 * H])
        n = torch.tanh(gx[:, 2 * H:] + r * gh[:, 2 * H:])
        ctx.save_for_backward(h, r, z, n, gh[:, 2 * H:])
        return (1 - z) * n + z * h

    @staticmethod
    def backward(ctx, dy):
        h, r, z, n, q = ctx.saved_tensors
        dn = dy * (1 - z)
        dz = dy * (h - n)
        dan = dn * (1 - n.pow(2))
        dr = dan * q
        daz = dz * z.mul(1 - z)
        dar = dr * r.mul(1 - r)
        dgx = torch.cat((dar, daz, dan), dim=1)
        dgh = torch.cat((dar, daz, dan * r), dim=1)
        return dgx, dgh, dy * z


class GRU(nn.Module):
    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        self.xp = nn.Linear(input_dim, 3 * hidden_dim)
        self.hp = nn.Linear(hidden_dim, 3 * hidden_dim)
        self.hidden_dim = hidden_dim

    def forward(self, x, h0=None):
        # x: (seq, batch, input_dim)
        h = x.new_zeros(x.shape[1], self.hidden_dim) if h0 is None else h0
        gx = self.xp(x)
        outs = []
        for g in gx.unbind(0):
            h = GRUStep.apply(g, self.hp(h), h)
            outs.append(h)
        return torch.stack(outs), h
