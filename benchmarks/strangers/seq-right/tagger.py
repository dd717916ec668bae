"""BiGRU for the NER baseline, no cuDNN on the cluster so I wrote it out."""
import torch
import torch.nn as nn


class GRUDir(nn.Module):
    def __init__(self, in_size, hid):
        super(GRUDir, self).__init__()
        self.hid = hid
        self.zr = nn.Linear(in_size + hid, 2 * hid)
        self.cand = nn.Linear(in_size + hid, hid)

    def forward(self, x, valid):
        B, T, _ = x.size()
        h = torch.zeros(B, self.hid, dtype=x.dtype, device=x.device)
        hs = []
        for t in range(T):
            xt = x[:, t, :]
            zr = torch.sigmoid(self.zr(torch.cat((xt, h), 1)))
            z = zr[:, :self.hid]
            r = zr[:, self.hid:]
            n = torch.tanh(self.cand(torch.cat((xt, r * h), 1)))
            m = valid[:, t].unsqueeze(1).to(x.dtype)
            h = m * ((1 - z) * h + z * n) + (1 - m) * h
            hs.append(h)
        return torch.stack(hs, 1), h


class BiGRU(nn.Module):
    def __init__(self, in_size, hid):
        super(BiGRU, self).__init__()
        self.fwd = GRUDir(in_size, hid)
        self.bwd = GRUDir(in_size, hid)

    def forward(self, x, lengths):
        T = x.size(1)
        pos = torch.arange(T)[None, :]
        valid = pos < lengths[:, None]
        flip = torch.where(valid, lengths[:, None] - 1 - pos, pos)
        flip = flip[:, :, None].expand_as(x)
        yf, hf = self.fwd(x, valid)
        yb, hb = self.bwd(torch.gather(x, 1, flip), valid)
        return torch.cat((yf, torch.gather(yb, 1, flip[:, :, :1].expand_as(yb))), 2), torch.cat((hf, hb), 1)
