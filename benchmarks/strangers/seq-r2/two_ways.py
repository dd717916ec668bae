import torch
import torch.nn as nn


class Way(nn.Module):
    def __init__(self, size_in, size_out):
        super().__init__()
        self.wz = nn.Linear(size_in + size_out, size_out)
        self.wr = nn.Linear(size_in + size_out, size_out)
        self.wc = nn.Linear(size_in + size_out, size_out)
        self.size_out = size_out

    def forward(self, x):
        h = x.new_zeros(x.size(0), self.size_out)
        outs = []
        for t in range(x.size(1)):
            xh = torch.cat([x[:, t], h], dim=1)
            z = torch.sigmoid(self.wz(xh))
            r = torch.sigmoid(self.wr(xh))
            c = torch.tanh(self.wc(torch.cat([x[:, t], h], dim=1)))
            h = (1 - z) * h + z * c
            outs.append(h)
        return torch.stack(outs, dim=1)


class TwoWays(nn.Module):
    def __init__(self, size_in, size_out):
        super().__init__()
        self.left = Way(size_in, size_out)
        self.right = Way(size_in, size_out)

    def forward(self, x):
        a = self.left(x)
        b = self.right(torch.flip(x, dims=[1]))
        return torch.cat([a, b], dim=2)
