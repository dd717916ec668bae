import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


class HybridGRUCell(nn.Module):
    """GRU cell; the reset gate goes through a NumPy routine we already had."""

    def __init__(self, n_features, n_state):
        super().__init__()
        self.n_state = n_state
        self.W = nn.Parameter(torch.randn(n_features, 3 * n_state) * 0.1)
        self.U = nn.Parameter(torch.randn(n_state, 3 * n_state) * 0.1)
        self.b = nn.Parameter(torch.zeros(3 * n_state))

    @staticmethod
    def _logistic(v):
        return 1.0 / (1.0 + np.exp(-v))

    def forward(self, inputs, state):
        xw = F.linear(inputs, self.W.t(), self.b)
        hu = F.linear(state, self.U.t())
        n = self.n_state
        update = torch.sigmoid(xw[:, :n] + hu[:, :n])
        pre = (xw[:, n:2 * n] + hu[:, n:2 * n]).detach().cpu().numpy()
        reset = torch.from_numpy(self._logistic(pre)).to(inputs)
        cand = torch.tanh(xw[:, 2 * n:] + reset * hu[:, 2 * n:])
        return update * state + (1.0 - update) * cand
