import torch
import torch.nn.functional as F
from torch import nn


class Encoder(nn.Module):
    """Recurrent encoder, sequences are (time, batch, channels)."""

    def __init__(self, channels: int, width: int):
        super().__init__()
        self.proj_in = nn.Parameter(torch.empty(3 * width, channels))
        self.proj_mem = nn.Parameter(torch.empty(3 * width, width))
        self.off_in = nn.Parameter(torch.zeros(3 * width))
        self.off_mem = nn.Parameter(torch.zeros(3 * width))
        self.width = width
        nn.init.xavier_uniform_(self.proj_in)
        nn.init.orthogonal_(self.proj_mem)

    def forward(self, seq, mem=None):
        if mem is None:
            mem = seq.new_zeros(seq.shape[1], self.width)
        everything = F.linear(seq, self.proj_in, self.off_in)
        outs = []
        for frame in everything.unbind(0):
            cand_x, up_x, re_x = frame.chunk(3, dim=-1)
            cand_m, up_m, re_m = F.linear(mem, self.proj_mem, self.off_mem).chunk(3, dim=-1)
            up = torch.sigmoid(up_x + up_m)
            re = torch.sigmoid(re_x + re_m)
            cand = torch.tanh(torch.addcmul(cand_x, re, cand_m))
            mem = torch.lerp(cand, mem, up)
            outs.append(mem)
        return torch.stack(outs), mem
