import torch
import torch.nn as nn


class GatedRecurrentUnit(nn.Module):
    def __init__(self, x_dim, h_dim):
        super().__init__()
        self.W_z, self.U_z, self.b_z = self._gate(x_dim, h_dim)
        self.W_r, self.U_r, self.b_r = self._gate(x_dim, h_dim)
        self.W_h, self.U_h, self.b_h = self._gate(x_dim, h_dim)

    def _gate(self, x_dim, h_dim):
        new = lambda *s: nn.Parameter(torch.empty(*s).uniform_(-0.2, 0.2))
        return new(h_dim, x_dim), new(h_dim, h_dim), new(h_dim)

    def forward(self, x, h_prev):
        z_t = torch.tanh(x.mm(self.W_z.t()) + h_prev.mm(self.U_z.t()) + self.b_z)
        r_t = torch.sigmoid(x.mm(self.W_r.t()) + h_prev.mm(self.U_r.t()) + self.b_r)
        h_hat = torch.tanh(x.mm(self.W_h.t()) + (r_t * h_prev).mm(self.U_h.t()))
        return z_t * h_hat + (1 - z_t) * h_prev
