"""Recurrent Q network (Hausknecht & Stone 2015) with a GRU typed out."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class DRQN(nn.Module):
    def __init__(self, n_obs, n_hidden, n_actions):
        super().__init__()
        self.n_hidden = n_hidden
        self.fc1 = nn.Linear(n_obs, n_hidden)
        self.W = nn.Linear(n_hidden, 3 * n_hidden)
        self.U = nn.Linear(n_hidden, 3 * n_hidden, bias=False)
        self.fc2 = nn.Linear(n_hidden, n_actions)

    def forward(self, obs):
        """obs (time, batch, n_obs) -> q (time, batch, n_actions)"""
        h = torch.zeros(obs.size(1), self.n_hidden)
        q = []
        for o in obs:
            x = F.relu(self.fc1(o))
            xz, xr, xn = self.W(x).chunk(3, 1)
            hz, hr, hn = self.U(h).chunk(3, 1)
            z = torch.sigmoid(xz + hz)
            r = torch.sigmoid(xr + hr)
            n = torch.tanh(xn + r * hn)
            h = (1 - z) * n + z * h
            q.append(self.fc2(h))
        return torch.stack(q)
