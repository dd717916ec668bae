import torch


class LeakyGRU(torch.nn.Module):
    """GRU in continuous time: h <- h + dt/tau * (gru(x, h) - h)."""

    def __init__(self, n_input, n_rec, dt=20.0, tau=100.0):
        super().__init__()
        self.alpha = dt / tau
        self.n_rec = n_rec
        self.inp = torch.nn.Linear(n_input, 3 * n_rec)
        self.rec = torch.nn.Linear(n_rec, 3 * n_rec, bias=False)

    def forward(self, stim, h=None):
        # stim: (time, trials, n_input)
        if h is None:
            h = torch.zeros(stim.shape[1], self.n_rec, dtype=stim.dtype)
        rates = []
        pre = self.inp(stim)
        for p in pre:
            pr, pz, pn = p.chunk(3, dim=-1)
            rr, rz, rn = self.rec(h).chunk(3, dim=-1)
            r = torch.sigmoid(pr + rr)
            z = torch.sigmoid(pz + rz)
            n = torch.tanh(pn + r * rn)
            target = (1 - z) * n + z * h
            h = h + self.alpha * (target - h)
            rates.append(h)
        return torch.stack(rates), h
