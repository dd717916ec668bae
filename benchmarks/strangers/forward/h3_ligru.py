# Light GRU, after Ravanelli et al. 2018 (no reset gate, ReLU candidate). Norms are applied elsewhere.
import torch
import torch.nn as nn
import torch.nn.functional as F


class LiGRULayer(nn.Module):
    def __init__(self, idim, hdim, bias=True):
        super(LiGRULayer, self).__init__()
        self.idim, self.hdim = idim, hdim
        self.w = nn.Linear(idim, 2 * hdim, bias=bias)
        self.u = nn.Linear(hdim, 2 * hdim, bias=False)
        nn.init.orthogonal_(self.u.weight)

    def forward(self, x, hx=None):
        # x: (batch, time, idim)
        B = x.shape[0]
        ht = x.new_zeros(B, self.hdim) if hx is None else hx
        w = self.w(x)
        hiddens = []
        for k in range(w.shape[1]):
            gates = w[:, k] + self.u(ht)
            at, zt = gates.chunk(2, 1)
            zt = torch.sigmoid(zt)
            hcand = F.relu(at)
            ht = zt * ht + (1 - zt) * hcand
            hiddens.append(ht)
        return torch.stack(hiddens, 1), ht
