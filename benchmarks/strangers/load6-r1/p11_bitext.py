import torch
import torch.nn as nn


class Direction(nn.Module):
    def __init__(self, emb, hid, backwards=False):
        super().__init__()
        self.backwards = backwards
        self.hid = hid
        self.Wx = nn.Parameter(torch.randn(emb, 3 * hid) * 0.1)
        self.Wh = nn.Parameter(torch.randn(hid, 3 * hid) * 0.1)
        self.b = nn.Parameter(torch.zeros(3 * hid))

    def forward(self, x):
        # x: [seq, batch, emb]
        order = range(x.size(0))
        if self.backwards:
            order = reversed(order)
        h = x.new_zeros(x.size(1), self.hid)
        states = []
        for t in order:
            zr_x, n_x = (x[t] @ self.Wx + self.b).split([2 * self.hid, self.hid], dim=-1)
            zr_h, n_h = (h @ self.Wh).split([2 * self.hid, self.hid], dim=-1)
            z, r = torch.sigmoid(zr_x + zr_h).chunk(2, dim=-1)
            n = torch.tanh(n_x + n_h)
            h = (1 - z) * n + z * h
            states.append(h)
        return torch.stack(states), h


class BiEncoder(nn.Module):
    def __init__(self, emb, hid):
        super().__init__()
        self.fwd = Direction(emb, hid)
        self.bwd = Direction(emb, hid, backwards=True)

    def forward(self, x):
        a, _ = self.fwd(x)
        b, _ = self.bwd(x)
        return torch.cat([a, b], dim=-1)
