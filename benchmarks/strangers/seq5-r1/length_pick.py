import torch
from torch import nn


class ReviewEncoder(nn.Module):
    def __init__(self, emb, hid):
        super().__init__()
        self.cell = nn.GRUCell(emb, hid)
        self.hid = hid

    def forward(self, x, lengths):
        # x: B x T x emb, padded at the end
        h = x.new_zeros(x.shape[0], self.hid)
        all_h = []
        for t in range(x.shape[1]):
            h = self.cell(x[:, t], h)
            all_h.append(h)
        all_h = torch.stack(all_h, dim=1)
        rows = torch.arange(x.shape[0])
        return all_h[rows, lengths - 2]
