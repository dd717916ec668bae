import torch
import torch.nn as nn


class MyGRU(nn.Module):
    """Returns (outputs, last hidden), like nn.GRU with batch_first=True"""

    def __init__(self, in_features, hidden_features, num_layers=1, dropout=0.0):
        super().__init__()
        self.hidden_features = hidden_features
        self.num_layers = num_layers
        self.drop = nn.Dropout(dropout)
        self.i2h = nn.ModuleList([nn.Linear(in_features if l == 0 else hidden_features, 3 * hidden_features) for l in range(num_layers)])
        self.h2h = nn.ModuleList([nn.Linear(hidden_features, 3 * hidden_features) for l in range(num_layers)])

    def cell(self, l, x, h):
        a = self.i2h[l](x)
        b = self.h2h[l](h)
        ar, az, an = a.split(self.hidden_features, -1)
        br, bz, bn = b.split(self.hidden_features, -1)
        r = torch.sigmoid(ar + br)
        z = torch.sigmoid(az + bz)
        n = torch.tanh(an + r * bn)
        return n + z * (h - n)

    def forward(self, x, h0=None):
        B, T, _ = x.shape
        if h0 is None:
            h0 = torch.zeros(self.num_layers, B, self.hidden_features)
        hs = list(h0.unbind(0))
        outs = []
        for t in range(T):
            inp = x[:, t]
            for l in range(self.num_layers):
                hs[l] = self.cell(l, inp, hs[l])
                inp = self.drop(hs[l])
            outs.append(inp)
        return torch.stack(outs, 1), torch.stack(hs, 1)
