import torch


class LongShort(torch.nn.Module):
    """Plain LSTM, written out gate by gate to understand it."""

    def __init__(self, nin, nhid):
        super(LongShort, self).__init__()
        for g in "ifog":
            setattr(self, "x" + g, torch.nn.Linear(nin, nhid, bias=False))
            setattr(self, "h" + g, torch.nn.Linear(nhid, nhid))

    def forward(self, x, hc):
        h, c = hc
        i = torch.sigmoid(self.xi(x) + self.hi(h))
        f = torch.sigmoid(self.xf(x) + self.hf(h))
        o = torch.sigmoid(self.xo(x) + self.ho(h))
        g = torch.tanh(self.xg(x) + self.hg(h))
        c = f * c + i * g
        h = o * torch.tanh(c)
        return h, c
