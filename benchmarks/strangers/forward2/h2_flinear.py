import torch
import torch.nn.functional as F
from torch import nn


class HandGRU(nn.RNNBase):
    """nn.GRU in Python, to see where time goes: one layer, one direction, batch_first."""

    def __init__(self, input_size, hidden_size):
        super().__init__("GRU", input_size, hidden_size, batch_first=True)

    def forward(self, seq, h=None):
        w_ih, w_hh, b_ih, b_hh = self.all_weights[0]
        if h is None:
            h = seq.new_zeros(seq.shape[0], self.hidden_size)
        pre = F.linear(seq, w_ih, b_ih)
        out = []
        for gi in pre.transpose(0, 1):
            gh = F.linear(h, w_hh, b_hh)
            (ir, iz, i_n), (hr, hz, hn) = gi.chunk(3, -1), gh.chunk(3, -1)
            z = torch.sigmoid(iz + hz)
            n = torch.tanh(torch.addcmul(i_n, torch.sigmoid(ir + hr), hn))
            h = torch.lerp(n, h, z)
            out.append(h)
        return torch.stack(out, 1), h
