import torch
from torch import nn


class LockedGRU(nn.Module):
    """One dropout mask for the whole sequence, on the input and on the state. (seq, batch, feature)"""

    def __init__(self, n_feat, n_state, p_in=0.2, p_state=0.2):
        super().__init__()
        self.n_state, self.p_in, self.p_state = n_state, p_in, p_state
        self.wx = nn.Linear(n_feat, 3 * n_state)
        self.wh = nn.Linear(n_state, 3 * n_state)

    def _mask(self, like, p):
        if not self.training or p == 0:
            return torch.ones_like(like)
        return torch.bernoulli(torch.full_like(like, 1 - p)) / (1 - p)

    def forward(self, x, state=None):
        if state is None:
            state = x.new_zeros(1, x.size(1), self.n_state)
        h = state.squeeze(0)
        mx, mh = self._mask(x[0], self.p_in), self._mask(h, self.p_state)
        out = torch.empty(x.size(0), x.size(1), self.n_state, dtype=x.dtype)
        for i, frame in enumerate(x):
            ar, az, ac = self.wx(frame * mx).chunk(3, -1)
            br, bz, bc = self.wh(h * mh).chunk(3, -1)
            z = torch.sigmoid(az + bz)
            c = torch.tanh(ac + torch.sigmoid(ar + br) * bc)
            h = c + z * (h - c)
            out[i] = h
        return out, h.unsqueeze(0)
