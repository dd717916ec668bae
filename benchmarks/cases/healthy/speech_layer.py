import math

import torch
from torch import nn


class SpeechLayer(nn.Module):
    """Batch-first recurrent layer with packed parameters."""

    def __init__(self, feat_dim: int, hid_dim: int, batch_first: bool = True):
        super().__init__()
        self.feat_dim = feat_dim
        self.hid_dim = hid_dim
        self.batch_first = batch_first
        self.weight_ih = nn.Parameter(torch.empty(feat_dim, 3 * hid_dim))
        self.weight_hh = nn.Parameter(torch.empty(hid_dim, 3 * hid_dim))
        self.bias = nn.Parameter(torch.empty(3 * hid_dim))
        self.reset_parameters()

    def reset_parameters(self):
        stdv = 1.0 / math.sqrt(self.hid_dim)
        for p in self.parameters():
            nn.init.uniform_(p, -stdv, stdv)

    def forward(self, x, h_0=None):
        if not self.batch_first:
            x = x.transpose(0, 1)
        bs, seq_len, _ = x.size()
        H = self.hid_dim
        h_t = x.new_zeros(bs, H) if h_0 is None else h_0
        gi = x @ self.weight_ih + self.bias
        outputs = []
        for t in range(seq_len):
            g = gi[:, t, :]
            gh = h_t @ self.weight_hh[:, :2 * H]
            z_t = torch.sigmoid(g[:, :H] + gh[:, :H])
            r_t = torch.sigmoid(g[:, H:2 * H] + gh[:, H:])
            n_t = torch.tanh(g[:, 2 * H:] + (r_t * h_t) @ self.weight_hh[:, 2 * H:])
            h_t = (1 - z_t) * h_t + z_t * n_t
            outputs.append(h_t.unsqueeze(1))
        out = torch.cat(outputs, dim=1)
        if not self.batch_first:
            out = out.transpose(0, 1)
        return out, h_t
