import torch
import torch.nn as nn


class RecurrentPolicy(nn.Module):
    """obs (T, N, obs_dim); masks (T, N, 1) is 0 where a new episode begins; hxs (N, rec_dim)"""

    def __init__(self, obs_dim, rec_dim):
        super().__init__()
        self.gru = nn.GRUCell(obs_dim, rec_dim)

    def forward(self, obs, hxs, masks):
        outputs = []
        for i in range(obs.size(0)):
            hxs = self.gru(obs[i], hxs * masks[i])
            outputs.append(hxs)
        return torch.stack(outputs, dim=0), hxs
