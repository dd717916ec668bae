import torch
from torch import nn


class WordEncoder(nn.Module):
    def __init__(self, num_words, emb_size, hidden_size):
        super().__init__()
        self.lookup = nn.Embedding(num_words, emb_size)
        self.inp = nn.Linear(emb_size, 3 * hidden_size)
        self.rec = nn.Linear(hidden_size, 3 * hidden_size)
        self.hidden_size = hidden_size

    def forward(self, tokens):
        """tokens: LongTensor (time, batch); returns (time, batch, hidden_size)"""
        h = torch.zeros(tokens.size(1), self.hidden_size)
        outputs = []
        for x in self.lookup(tokens):
            ir, iz, in_ = self.inp(x).chunk(3, dim=1)
            hr, hz, hn = self.rec(h).chunk(3, dim=1)
            r = torch.sigmoid(ir + hr)
            z = torch.sigmoid(iz + hz)
            n = torch.tanh(in_ + r * hn)
            h = (1 - z) * n + z * h
            outputs.append(h)
        return torch.stack(outputs, dim=0)
