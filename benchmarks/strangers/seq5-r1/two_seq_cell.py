import torch
import torch.nn as nn


class WeatherGRU(nn.Module):
    def __init__(self, n_sensors, n_state):
        super().__init__()
        self.n_state = n_state
        self.wx = nn.Parameter(torch.randn(n_sensors, 3 * n_state) * 0.1)
        self.wh = nn.Parameter(torch.randn(n_state, 3 * n_state) * 0.1)
        self.bias = nn.Parameter(torch.zeros(3 * n_state))

    def one(self, x, h):
        n = self.n_state
        a = x @ self.wx + self.bias
        b = h @ self.wh
        z = torch.sigmoid(a[:, :n] + b[:, :n])
        r = torch.sigmoid(a[:, n:2 * n] + b[:, n:2 * n])
        c = torch.tanh(a[:, 2 * n:] + b[:, 2 * n:])
        return z * h + (1 - z) * c

    def forward(self, series, h=None):
        # series (batch, hours, sensors)
        if h is None:
            h = series.new_zeros(series.size(0), self.n_state)
        out = []
        for hour in range(1, series.size(1)):
            h = self.one(series[:, hour], h)
            out.append(h)
        return torch.stack(out, dim=1), h
