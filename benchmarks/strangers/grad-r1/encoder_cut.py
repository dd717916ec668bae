import torch
import torch.nn as nn


class GatedRecurrentEncoder(nn.Module):
    """Sentence encoder; batch first."""

    def __init__(self, emb_dim, hid_dim):
        super().__init__()
        self.hid_dim = hid_dim
        self.in2gates = nn.Linear(emb_dim, 2 * hid_dim)
        self.hid2gates = nn.Linear(hid_dim, 2 * hid_dim, bias=False)
        self.in2cand = nn.Linear(emb_dim, hid_dim)
        self.hid2cand = nn.Linear(hid_dim, hid_dim, bias=False)

    def step(self, x, h):
        forget, update = torch.sigmoid(self.in2gates(x) + self.hid2gates(h)).chunk(2, dim=-1)
        gated = forget.data * h
        cand = torch.tanh(self.in2cand(x) + self.hid2cand(gated))
        return torch.lerp(cand, h, update)

    def forward(self, emb, hidden=None):
        batch, length, _ = emb.size()
        if hidden is None:
            hidden = emb.new_zeros(batch, self.hid_dim)
        states = []
        for i in range(length):
            hidden = self.step(emb[:, i], hidden)
            states.append(hidden)
        return torch.stack(states, dim=1), hidden
