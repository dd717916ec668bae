import torch
import torch.nn as nn


class TaggerCell(nn.Module):
    def __init__(self, emb_dim, rnn_dim):
        super().__init__()
        self.rnn_dim = rnn_dim
        self.zr = nn.Linear(emb_dim + rnn_dim, 2 * rnn_dim)
        self.cand = nn.Linear(emb_dim + rnn_dim, rnn_dim)

    def forward(self, x, h):
        zr = torch.sigmoid(self.zr(torch.cat([x, h], dim=-1)))
        z, r = zr.split(self.rnn_dim, dim=-1)
        c = torch.tanh(self.cand(torch.cat([x, r * h], dim=-1)))
        return (1 - z) * h + z * c


class BiTagger(nn.Module):
    """Runs one cell left to right and another right to left, batch comes first."""

    def __init__(self, emb_dim, rnn_dim):
        super().__init__()
        self.rnn_dim = rnn_dim
        self.fw = TaggerCell(emb_dim, rnn_dim).cuda()
        self.bw = TaggerCell(emb_dim, rnn_dim).cuda()

    def _walk(self, cell, seq):
        h = torch.zeros(seq.shape[0], self.rnn_dim, device="cuda")
        out = []
        for t in range(seq.shape[1]):
            h = cell(seq[:, t], h)
            out.append(h)
        return torch.stack(out, dim=1)

    def forward(self, seq):
        left = self._walk(self.fw, seq)
        right = self._walk(self.bw, torch.flip(seq, [1]))
        right = torch.flip(right, [1])
        return torch.cat([left, right], dim=2)
