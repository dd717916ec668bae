import torch
import torch.nn as nn


class ClickModel(nn.Module):
    def __init__(self, item_dim, n_hidden):
        super().__init__()
        self.n_hidden = n_hidden
        self.gates = nn.Linear(item_dim + n_hidden, 2 * n_hidden)
        self.cand = nn.Linear(item_dim + n_hidden, n_hidden)

    def forward(self, sessions):
        """sessions: (batch, clicks, item_dim); returns the user vector after the last click."""
        h = sessions.new_zeros(sessions.size(0), self.n_hidden)
        states = []
        for k in range(sessions.size(1)):
            x = sessions[:, k]
            r, z = torch.sigmoid(self.gates(torch.cat([x, h], 1))).chunk(2, 1)
            n = torch.tanh(self.cand(torch.cat([x, r * h], 1)))
            h = z * h + (1 - z) * n
            states.append(h)
        states = torch.stack(states, 1)
        return states[-1]
