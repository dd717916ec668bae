import torch
import torch.nn as nn


class SpeechGRU(nn.Module):
    def __init__(self, feat_dim, hid):
        super().__init__()
        self.lin_x = nn.Linear(feat_dim, hid * 3)
        self.lin_h = nn.Linear(hid, hid * 3, bias=False)
        self.hid = hid

    def cell(self, x, h):
        xr, xz, xn = self.lin_x(x).chunk(3, -1)
        hr, hz, hn = self.lin_h(h).chunk(3, -1)
        r = torch.sigmoid(xr + hr)
        z = torch.sigmoid(xz + hz)
        return (1 - z) * torch.tanh(xn + r * hn) + z * h

    def forward(self, feats, h=None):
        """feats: (T, B, feat_dim)"""
        if h is None:
            h = torch.zeros(feats.size(1), self.hid)
        outs = []
        for x in feats:
            h = self.cell(x, h)
            outs.append(h)
            h = torch.Tensor(h.data)
        return torch.stack(outs)
