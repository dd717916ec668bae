from typing import Optional, Tuple

import torch
from torch import Tensor, nn


def reverse_within(x: Tensor, n: Tensor) -> Tensor:
    """Turn each row round within its own length; what is behind it stays where it is."""
    t = torch.arange(x.shape[1], device=x.device).unsqueeze(0)
    idx = torch.where(t < n.unsqueeze(1), n.unsqueeze(1) - 1 - t, t)
    return x.gather(1, idx.unsqueeze(-1).expand(-1, -1, x.shape[2]))


class Direction(nn.Module):
    def __init__(self, n_inp: int, n_hid: int):
        super().__init__()
        self.inp = nn.Linear(n_inp, 3 * n_hid)
        self.rec = nn.Linear(n_hid, 3 * n_hid)
        self.h0 = nn.Parameter(torch.zeros(n_hid))

    def forward(self, x: Tensor, n: Tensor) -> Tuple[Tensor, Tensor]:
        h = self.h0.expand(x.shape[0], -1)
        gi = self.inp(x)
        ys = []
        for t in range(x.shape[1]):
            ir, iz, ic = gi[:, t].chunk(3, 1)
            hr, hz, hc = self.rec(h).chunk(3, 1)
            z = torch.sigmoid(iz + hz)
            c = torch.tanh(ic + torch.sigmoid(ir + hr) * hc)
            live = (n > t).unsqueeze(1)
            h = torch.where(live, (1 - z) * c + z * h, h)
            ys.append(h * live)
        return torch.stack(ys, 1), h


class BiTower(nn.Module):
    """Two storeys, both directions, dropout between them."""

    def __init__(self, n_inp: int, n_hid: int, depth: int = 2, drop: float = 0.3):
        super().__init__()
        sizes = [n_inp] + [2 * n_hid] * (depth - 1)
        self.fw = nn.ModuleList([Direction(s, n_hid) for s in sizes])
        self.bw = nn.ModuleList([Direction(s, n_hid) for s in sizes])
        self.drop = nn.Dropout(drop)

    def forward(self, x: Tensor, lengths: Optional[Tensor] = None) -> Tuple[Tensor, Tensor]:
        if lengths is None:
            lengths = torch.full((x.shape[0],), x.shape[1], dtype=torch.long)
        for i, (fw, bw) in enumerate(zip(self.fw, self.bw)):
            if i:
                x = self.drop(x)
            a, ha = fw(x, lengths)
            b, hb = bw(reverse_within(x, lengths), lengths)
            x = torch.cat([a, reverse_within(b, lengths)], -1)
        return x, torch.cat([ha, hb], -1)
