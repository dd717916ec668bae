import torch
from torch import nn

class Encoder(nn.Module):
    def __init__(self, n_tokens, emb, hid, pad=0):
        super().__init__()
        self.emb = nn.Embedding(n_tokens, emb, padding_idx=pad)
        self.pad = pad
        self.hid = hid
        self.xz, self.hz = nn.Linear(emb, hid), nn.Linear(hid, hid, bias=False)
        self.xr, self.hr = nn.Linear(emb, hid), nn.Linear(hid, hid, bias=False)
        self.xn, self.hn = nn.Linear(emb, hid), nn.Linear(hid, hid, bias=False)

    def forward(self, tokens):
        x = self.emb(tokens)
        keep = (tokens != self.pad).float().unsqueeze(-1)
        h = torch.zeros(tokens.size(0), self.hid)
        for t in range(tokens.size(1)):
            z = torch.sigmoid(self.xz(x[:, t]) + self.hz(h))
            r = torch.sigmoid(self.xr(x[:, t]) + self.hr(h))
            n = torch.tanh(self.xn(x[:, t]) + self.hn(r * h))
            new = z * h + (1 - z) * n
            h = keep[:, t] * new
        return h
