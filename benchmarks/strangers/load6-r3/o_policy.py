import torch
from torch import nn
from torch.distributions import Categorical


class RecurrentActorCritic(nn.Module):
    def __init__(self, obs_dim, act_dim, hidden=64):
        super().__init__()
        self.gru = nn.GRU(obs_dim, hidden)
        self.pi = nn.Linear(hidden, act_dim)
        self.v = nn.Linear(hidden, 1)

    def forward(self, obs):
        y, _ = self.gru(obs)
        return self.pi(y), self.v(y).squeeze(-1)
