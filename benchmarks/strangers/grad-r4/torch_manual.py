import torch


class ManualGRU:
    """Backward by hand, no autograd."""

    def __init__(self, input_size, hidden_size):
        g = torch.Generator().manual_seed(0)
        self.w_i = torch.randn(input_size, 3 * hidden_size, generator=g) * 0.1
        self.w_h = torch.randn(hidden_size, 3 * hidden_size, generator=g) * 0.1
        self.b_i = torch.zeros(3 * hidden_size)
        self.b_h = torch.zeros(3 * hidden_size)

    @torch.no_grad()
    def forward(self, x, h):
        gi = x @ self.w_i + self.b_i
        gh = h @ self.w_h + self.b_h
        ir, iz, inn = gi.chunk(3, 1)
        hr, hz, hn = gh.chunk(3, 1)
        r, z = torch.sigmoid(ir + hr), torch.sigmoid(iz + hz)
        n = torch.tanh(inn + r * hn)
        self.saved = x, h, r, z, n, hn
        return (1 - z) * n + z * h

    @torch.no_grad()
    def backward(self, grad):
        x, h, r, z, n, hn = self.saved
        dn = grad * (1 - z)
        da_n = dn * (1 - n)
        da_z = grad * (h - n) * z * (1 - z)
        da_r = da_n * hn * r * (1 - r)
        dgi = torch.cat((da_r, da_z, da_n), 1)
        dgh = torch.cat((da_r, da_z, da_n * r), 1)
        self.grad_w_i = x.T @ dgi
        self.grad_w_h = h.T @ dgh
        self.grad_b_i = dgi.sum(0)
        self.grad_b_h = dgh.sum(0)
        return dgi @ self.w_i.T, dgh @ self.w_h.T + grad * z
