"""Acoustic front end. Utterances come padded to the longest one in the batch.

A GRU layer run the way cuDNN does it: sort by length, and at frame t only touch the
utterances which are still alive.
"""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F


class SortedGRU(nn.Module):
    def __init__(self, feat_dim, units):
        super().__init__()
        self.units = units
        self.weight_x = nn.Parameter(torch.empty(3 * units, feat_dim))
        self.weight_h = nn.Parameter(torch.empty(3 * units, units))
        self.bias_x = nn.Parameter(torch.empty(3 * units))
        self.bias_h = nn.Parameter(torch.empty(3 * units))
        bound = 1 / math.sqrt(units)
        for p in self.parameters():
            nn.init.uniform_(p, -bound, bound)

    def _cell(self, frame, h):
        a = F.linear(frame, self.weight_x, self.bias_x)
        b = F.linear(h, self.weight_h, self.bias_h)
        ar, az, an = a.split(self.units, -1)
        br, bz, bn = b.split(self.units, -1)
        keep = torch.sigmoid(az + bz)
        cand = torch.tanh(an + torch.sigmoid(ar + br) * bn)
        return cand + keep * (h - cand)

    def forward(self, feats, lengths):
        """feats: (batch, frames, feat_dim), lengths: (batch,). Returns (batch, frames, units), (batch, units)."""
        order = torch.argsort(lengths, descending=True)
        back = torch.argsort(order)
        feats, lens = feats[order], lengths[order]
        h = feats.new_zeros(feats.size(0), self.units)
        frames = []
        for t in range(feats.size(1)):
            alive = int((lens > t).sum())
            new = self._cell(feats[:alive, t], h[:alive])
            h = torch.cat([new, h[alive:]], 0)
            frames.append(torch.cat([new, torch.zeros_like(h[alive:])], 0))
        out = torch.stack(frames, 1)
        return out[back], h[back]
