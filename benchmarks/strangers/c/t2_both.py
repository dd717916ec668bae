import torch
import torch.nn as nn


class UniCell(nn.Module):
    def __init__(self, in_features, hidden_features):
        super().__init__()
        self.hidden_features = hidden_features
        self.gates = nn.Linear(in_features + hidden_features, 2 * hidden_features)
        self.cand = nn.Linear(in_features + hidden_features, hidden_features)

    def forward(self, x, h):
        zr = torch.sigmoid(self.gates(torch.cat((x, h), dim=1)))
        z = zr[:, :self.hidden_features]
        r = zr[:, self.hidden_features:]
        c = torch.tanh(self.cand(torch.cat((x, r * h), dim=1)))
        return z * h + z * c


class BiEncoder(nn.Module):
    """tokens: (batch, time, in_features) -> (batch, time, 2 * hidden_features)"""

    def __init__(self, in_features, hidden_features):
        super().__init__()
        self.hidden_features = hidden_features
        self.l2r = UniCell(in_features, hidden_features)
        self.r2l = UniCell(in_features, hidden_features)

    def scan(self, cell, xs):
        h = xs.new_zeros(xs.shape[0], self.hidden_features)
        hs = []
        for t in range(xs.shape[1]):
            h = cell(xs[:, t], h)
            hs.append(h)
        return torch.stack(hs, dim=1)

    def forward(self, tokens):
        there = self.scan(self.l2r, tokens)
        back = self.scan(self.r2l, tokens.flip(1))

        # glue both directions


        return torch.cat((there, back), dim=2)
