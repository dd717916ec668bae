import torch as th
import torch.nn as nn


class GRUNet(nn.Module):
    def __init__(self, in_dim, out_dim):
        super(GRUNet, self).__init__()
        self.out_dim = out_dim
        self.Wi = nn.Parameter(th.randn(in_dim, out_dim * 3) * 0.1)
        self.Wh = nn.Parameter(th.randn(out_dim, out_dim * 3) * 0.1)
        self.bi = nn.Parameter(th.zeros(out_dim * 3))
        self.h = None

    def reset_state(self):
        self.h = None

    def forward(self, x):
        if self.h is None:
            self.h = th.zeros(x.shape[0], self.out_dim)
        gx = (x @ self.Wi + self.bi).chunk(3, 1)
        gh = (self.h @ self.Wh).chunk(3, 1)
        z = th.sigmoid(gx[0] + gh[0])
        r = th.sigmoid(gx[1] + gh[1])
        n = th.tanh(gx[2] + r * gh[2])
        self.h = ((1 - z) * n + z * self.h).detach()
        return self.h
