import torch
from torch import nn


class Speller(nn.Module):
    """one letter at a time: n_letters -> embedding -> own gru -> letter"""
    def __init__(self, n_letters, emb_dim, hidden_dim):
        super().__init__()
        self.emb = nn.Embedding(n_letters, emb_dim)
        self.wx = nn.Linear(emb_dim, 3 * hidden_dim)
        self.wh = nn.Linear(hidden_dim, 3 * hidden_dim)
        self.out = nn.Linear(hidden_dim, n_letters)

    def forward(self, letter, hidden):
        x = self.emb(letter).view(1, 1, -1)
        xr, xz, xn = self.wx(x).chunk(3, 2)
        hr, hz, hn = self.wh(hidden).chunk(3, 2)
        r = torch.sigmoid(xr + hr)
        z = torch.sigmoid(xz + hz)
        n = torch.tanh(xn + hn)
        hidden = (1 - z) * n + z * hidden
        return self.out(hidden[0]), hidden
