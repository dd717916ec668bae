import torch
from torch import nn


class GRUCellScratch(nn.Module):
    def __init__(self, d_in, d_hid):
        super().__init__()
        self.W = nn.ParameterDict({k: nn.Parameter(torch.randn(d_in, d_hid) * 0.1) for k in ("z", "r", "h")})
        self.U = nn.ParameterDict({k: nn.Parameter(torch.randn(d_hid, d_hid) * 0.1) for k in ("z", "r", "h")})
        self.b = nn.ParameterDict({k: nn.Parameter(torch.zeros(d_hid)) for k in ("z", "r", "h")})

    def _lin(self, k, x, h):
        return x @ self.W[k] + h @ self.U[k] + self.b[k]

    def forward(self, x, h):
        z = torch.sigmoid(self._lin("z", x, h))
        r = torch.sigmoid(self._lin("z", x, h))
        n = torch.tanh(self._lin("h", x, r * h))
        return (1 - z) * n + z * h


class Forecaster(nn.Module):
    """Univariate forecaster: (batch, time, feature) -> (batch, 1), and the states."""

    def __init__(self, num_features, num_units, horizon=1):
        super().__init__()
        self.num_units = num_units
        self.cell = GRUCellScratch(num_features, num_units)
        self.out = nn.Sequential(nn.Linear(num_units, 16), nn.ReLU(), nn.Linear(16, horizon))

    def forward(self, x):
        b, t, _ = x.size()
        h = x.new_zeros(b, self.num_units)
        hist = []
        for i in range(t):
            h = self.cell(x[:, i, :], h.detach())
            hist.append(h)
        return self.out(h), torch.stack(hist, dim=1)


if __name__ == "__main__":
    net = Forecaster(3, 12)
    yhat, states = net(torch.randn(4, 9, 3))
    print(yhat.shape, states.shape)
