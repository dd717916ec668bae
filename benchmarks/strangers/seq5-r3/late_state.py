import torch
import torch.nn as nn


class Decoder(nn.Module):
    def __init__(self, n_in, n_hid):
        super().__init__()
        self.unit = nn.GRUCell(n_in, n_hid)

    def forward(self, x, state):
        """x (T, B, n_in), state (B, n_hid): returns all states and the final one"""
        outs = []
        for frame in x.unbind(0):
            outs.append(state)
            state = self.unit(frame, state)
        return torch.stack(outs), state
