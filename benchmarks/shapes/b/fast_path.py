import functools
import time

import torch
from torch import nn


def timed(fn):
    @functools.wraps(fn)
    def inner(*args, **kwargs):
        start = time.time()
        out = fn(*args, **kwargs)
        inner.spent += time.time() - start
        return out
    inner.spent = 0.0
    return inner


@torch.jit.script
def blend(keep: torch.Tensor, old: torch.Tensor, new: torch.Tensor) -> torch.Tensor:
    return torch.lerp(new, old, keep)


@torch.compile(dynamic=True, fullgraph=True)
def fused_gates(gx, gh):
    xz, xr, xn = gx.unbind(-2)
    hz, hr, hn = gh.unbind(-2)
    z = (xz + hz).sigmoid()
    r = (xr + hr).sigmoid()
    return z, (xn + r * hn).tanh()


class Fast(nn.Module):
    def __init__(self, dim_in=16, dim=32, *, device="cuda:0"):
        super().__init__()
        self.dim = dim
        self.device = torch.device(device if torch.cuda.is_available() else "cpu")
        self.Wx = nn.Parameter(torch.randn(dim_in, 3, dim) / dim_in ** 0.5)
        self.Wh = nn.Parameter(torch.randn(dim, 3, dim) / dim ** 0.5)
        self.b = nn.Parameter(torch.zeros(3, dim))
        self.to(self.device)

    @timed
    def forward(self, sequence, init=None):
        """sequence (L, N, dim_in); gives (L, N, dim) and the final (N, dim)"""
        h = init if init is not None else sequence.new_zeros(sequence.size(1), self.dim)
        pre = torch.einsum("lni,igk->lngk", sequence, self.Wx) + self.b
        outs = []
        for p in pre:
            z, n = fused_gates(p, torch.einsum("nh,hgk->ngk", h, self.Wh))
            h = blend(z, h, n)
            outs.append(h)
        return torch.stack(outs), h
