import torch
import torch.nn as nn


class CharGRU(nn.Module):
    def __init__(self, vocab, hidden):
        super().__init__()
        self.hidden = hidden
        self.xz, self.hz = nn.Linear(vocab, hidden), nn.Linear(hidden, hidden, bias=False)
        self.xr, self.hr = nn.Linear(vocab, hidden), nn.Linear(hidden, hidden, bias=False)
        self.xn, self.hn = nn.Linear(vocab, hidden), nn.Linear(hidden, hidden, bias=False)
        self.mid = nn.Linear(hidden, hidden)
        self.readout = nn.Linear(hidden, vocab)

    def forward(self, x):
        h = x.new_zeros(x.size(0), self.hidden)
        logits = []
        for t in range(x.size(1)):
            xt = x[:, t]
            z = torch.sigmoid(self.xz(xt) + self.hz(h))
            r = torch.sigmoid(self.xr(xt) + self.hr(h))
            n = torch.tanh(self.xn(xt) + self.hn(r * h))
            h = z * h + z * n
            a = torch.tanh(self.mid(h))
            logits.append(self.readout(a))
        return torch.stack(logits, dim=1)
