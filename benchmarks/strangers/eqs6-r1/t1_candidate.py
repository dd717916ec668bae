"""Recurrent cell for the trajectory model."""
import torch
import torch.nn as nn


class TrajectoryCell(nn.Module):
    def __init__(self, n_obs, n_hid):
        super().__init__()
        self.x2z, self.h2z = nn.Linear(n_obs, n_hid), nn.Linear(n_hid, n_hid, bias=False)
        self.x2r, self.h2r = nn.Linear(n_obs, n_hid), nn.Linear(n_hid, n_hid, bias=False)
        self.x2c, self.h2c = nn.Linear(n_obs, n_hid), nn.Linear(n_hid, n_hid, bias=False)

    def forward(self, obs, hid):
        z = torch.sigmoid(self.x2z(obs) + self.h2z(hid))
        r = torch.sigmoid(self.x2r(obs) + self.h2r(hid))
        c = torch.relu(self.x2c(obs) + self.h2c(r + hid))
        return torch.mul(1 - z, hid) + torch.mul(z, c)
