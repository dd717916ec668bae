import torch
from torch import nn
from torch.nn import functional as F


class GRUUnit(nn.Module):
    def __init__(self, in_dim, dim):
        super().__init__()
        self.x2h = nn.Linear(in_dim, 3 * dim)
        self.h2h = nn.Linear(dim, 3 * dim)

    def forward(self, x, h):
        xr, xz, xn = self.x2h(x).chunk(3, 1)
        hr, hz, hn = self.h2h(h).chunk(3, 1)
        r = torch.sigmoid(xr + hr)
        z = torch.sigmoid(xz + hz)
        n = torch.tanh(xn + r * hn)
        return n + z * (h - n)


class ReviewClassifier(nn.Module):
    """ids (batch, time), 0 is padding -> logits"""

    def __init__(self, vocab_size, emb_dim, hid_dim, n_classes, pad_idx=0):
        super().__init__()
        self.pad_idx = pad_idx
        self.hid_dim = hid_dim
        self.emb = nn.Embedding(vocab_size, emb_dim, padding_idx=pad_idx)
        self.unit = GRUUnit(emb_dim, hid_dim)
        self.drop = nn.Dropout(0.5)
        self.head = nn.Linear(hid_dim, n_classes)

    def encode(self, ids):
        e = self.emb(ids)
        keep = (ids != self.pad_idx).float()
        h = e.new_zeros(ids.shape[0], self.hid_dim)
        for t in range(ids.shape[1]):
            h = self.unit(e[:, t], h)
            h = h * keep[:, t].unsqueeze(1)
        return h

    def forward(self, ids):
        return self.head(self.drop(self.encode(ids)))


def fit(model, loader, epochs=3, lr=1e-3):
    opt = torch.optim.AdamW(model.parameters(), lr)
    for _ in range(epochs):
        for ids, y in loader:
            opt.zero_grad()
            F.cross_entropy(model(ids), y).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
