"""Re-implementation of nn.GRU(bidirectional=True) for teaching."""
import math
import torch
from torch import nn


class MyBiGRU(nn.Module):
    def __init__(self, input_size: int, hidden_size: int, batch_first: bool = True):
        super().__init__()
        self.hidden_size = hidden_size
        self.batch_first = batch_first
        k = 1 / math.sqrt(hidden_size)
        for suffix in ("", "_reverse"):
            for name, shape in (
                ("weight_ih_l0", (3 * hidden_size, input_size)),
                ("weight_hh_l0", (3 * hidden_size, hidden_size)),
                ("bias_ih_l0", (3 * hidden_size,)),
                ("bias_hh_l0", (3 * hidden_size,)),
            ):
                setattr(self, name + suffix, nn.Parameter(torch.empty(shape).uniform_(-k, k)))

    def _run(self, x, h, suffix):
        w_ih, w_hh = getattr(self, "weight_ih_l0" + suffix), getattr(self, "weight_hh_l0" + suffix)
        b_ih, b_hh = getattr(self, "bias_ih_l0" + suffix), getattr(self, "bias_hh_l0" + suffix)
        states = []
        for x_t in x:
            i_r, i_z, i_n = (x_t @ w_ih.T + b_ih).chunk(3, dim=1)
            h_r, h_z, h_n = (h @ w_hh.T + b_hh).chunk(3, dim=1)
            r = torch.sigmoid(i_r + h_r)
            z = torch.sigmoid(i_z + h_z)
            n = torch.tanh(i_n + r * h_n)
            h = (1 - z) * n + z * h
            states.append(h)
        return torch.stack(states), h

    def forward(self, x, hx=None):
        if self.batch_first:
            x = x.transpose(0, 1)
        if hx is None:
            hx = x.new_zeros(2, x.size(1), self.hidden_size)
        fwd, h_f = self._run(x, hx[0], "")
        bwd, h_b = self._run(x.flip(0), hx[1], "_reverse")
        out = torch.cat([fwd, bwd], dim=-1)
        if self.batch_first:
            out = out.transpose(0, 1)
        return out, torch.stack([h_f, h_b])
