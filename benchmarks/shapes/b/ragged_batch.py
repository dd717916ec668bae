import torch
import torch.nn as nn
import torch.nn.functional as F


class RaggedGRU(nn.Module):
    """Padded batches with their lengths. Returns a dict, as the rest of our pipeline does."""

    def __init__(self, feat_dim, hid_dim, dropout=0.3):
        super().__init__()
        self.dropout = dropout
        self.hid_dim = hid_dim
        self.w = nn.Linear(feat_dim, 3 * hid_dim)
        self.u = nn.Linear(hid_dim, 3 * hid_dim)

    def forward(self, feats, lengths, training=True):
        batch, longest, _ = feats.shape
        if self.training:
            feats = F.dropout(feats, self.dropout)
        state = feats.new_zeros(batch, self.hid_dim)
        outputs = []
        for t in range(longest):
            wz, wr, wn = self.w(feats[:, t]).chunk(3, -1)
            uz, ur, un = self.u(state).chunk(3, -1)
            z, r = torch.sigmoid(wz + uz), torch.sigmoid(wr + ur)
            n = torch.tanh(wn + r * un)
            new = z * state + (1 - z) * n
            alive = (t < lengths).unsqueeze(1)
            state = torch.where(alive, new, state)
            outputs.append(state)
        return {"outputs": torch.stack(outputs, 1), "state": state}
