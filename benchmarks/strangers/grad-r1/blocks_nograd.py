import torch
from torch import nn, Tensor


class RecurrentBlock(nn.Module):
    def __init__(self, dim_in: int, dim_h: int):
        super().__init__()
        self.x_proj = nn.Linear(dim_in, 3 * dim_h)
        self.h_gates = nn.Linear(dim_h, 2 * dim_h, bias=False)
        self.h_cand = nn.Linear(dim_h, dim_h, bias=False)
        self.dim_h = dim_h

    def forward(self, x: Tensor, h: Tensor) -> Tensor:
        xz, xr, xn = self.x_proj(x).split(self.dim_h, dim=1)
        hz, hr = self.h_gates(h).split(self.dim_h, dim=1)
        z = (xz + hz).sigmoid()
        r = (xr + hr).sigmoid()
        with torch.no_grad():
            hn = self.h_cand(r * h)
        n = (xn + hn).tanh()
        return z * h + z * n
