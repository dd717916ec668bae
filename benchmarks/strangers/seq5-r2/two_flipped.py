import torch
import torch.nn as nn


class Tagger(nn.Module):
    def __init__(self, inp, hid):
        super().__init__()
        self.Wx = nn.Linear(inp, 3 * hid)
        self.Wh = nn.Linear(hid, 3 * hid)
        self.hid = hid

    def forward(self, x, mask):
        # x (B, T, inp), mask (B, T)
        h = torch.zeros(x.size(0), self.hid, dtype=x.dtype)
        outs = []
        for t in range(x.size(1)):
            gx = self.Wx(x[:, t])
            gh = self.Wh(h)
            xr, xz, xn = gx.chunk(3, 1)
            hr, hz, hn = gh.chunk(3, 1)
            r = torch.sigmoid(xr + hr)
            z = torch.sigmoid(xz + hz)
            n = torch.tanh(r * (xn + hn))
            new = (1 - z) * n + z * h
            m = mask[:, t].unsqueeze(1)
            h = m * new
            outs.append(h)
        return torch.stack(outs, 1), h
