import torch
import torch.nn as nn
import torch.nn.functional as F


class RecurrentCore(nn.Module):
    def __init__(self, obs_size, state_size, update_bias=-1.0):
        super().__init__()
        self._size = state_size
        self._update_bias = update_bias
        self.gates = nn.Linear(obs_size + state_size, 2 * state_size)
        self.proposal = nn.Linear(obs_size + state_size, state_size)

    @property
    def state_size(self):
        return self._size

    def forward(self, inputs, state):
        both = self.gates(torch.cat([inputs, state], -1))
        reset, update = torch.split(both, [self._size] * 2, -1)
        reset = torch.sigmoid(reset)
        update = torch.sigmoid(update + self._update_bias)
        cand = F.tanh(self.proposal(torch.cat([inputs, reset * state], -1)))
        output = update * cand + (1 - update) * state
        return output, [output]
