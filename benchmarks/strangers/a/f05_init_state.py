import torch
import torch.nn as nn
import torch.nn.functional as F


class Dynamics(nn.Module):
    def __init__(self, obs_dim, latent):
        super().__init__()
        self.latent = latent
        self.wx = nn.Linear(obs_dim, 3 * latent)
        self.wh = nn.Linear(latent, 3 * latent)

    def forward(self, obs, latent0=None):
        """obs [T, N, obs_dim] -> [T, N, latent]"""
        T, N, _ = obs.shape
        h = latent0 if latent0 is not None else torch.ones(N, self.latent, dtype=obs.dtype)
        res = obs.new_empty(T, N, self.latent)
        for i in range(T):
            a, b, c = self.wx(obs[i]).chunk(3, 1)
            d, e, f = self.wh(h).chunk(3, 1)
            keep = F.sigmoid(b + e)
            h = keep * h + (1 - keep) * F.tanh(c + F.sigmoid(a + d) * f)
            res[i] = h
        return res
