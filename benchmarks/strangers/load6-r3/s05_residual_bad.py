import torch
import torch.nn as nn


class ChurnModel(nn.Module):
    """customer events (batch, events, features) -> churn probability"""

    def __init__(self, features, units):
        super().__init__()
        self.units = units
        self.reset = nn.Linear(features + units, units)
        self.update = nn.Linear(features + units, units)
        self.new = nn.Linear(features + units, units)
        self.prob = nn.Linear(units, 1)

    def forward(self, events):
        state = torch.zeros(events.size(0), self.units)
        for i in range(events.size(1) - 1):
            both = torch.cat([events[:, i], state], -1)
            r = torch.sigmoid(self.reset(both))
            z = torch.sigmoid(self.update(both))
            n = torch.tanh(self.new(torch.cat([events[:, i], r * state], -1)))
            state = (1 - z) * state + z * n
        return torch.sigmoid(self.prob(state)).squeeze(-1)
