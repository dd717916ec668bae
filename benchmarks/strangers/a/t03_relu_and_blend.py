import torch
import torch.nn as nn


class Mixer(nn.Module):
    def __init__(self, d_in, d_state):
        super().__init__()
        self.gate_u = nn.Linear(d_in + d_state, d_state)
        self.gate_r = nn.Linear(d_in + d_state, d_state)
        self.prop = nn.Linear(d_in + d_state, d_state)

    def forward(self, token, state):
        both = torch.hstack((token, state))
        u = self.gate_u(both).sigmoid()
        r = self.gate_r(both).sigmoid()
        p = torch.relu(self.prop(torch.hstack((token, r * state))))
        return u * state + p
