import torch
from torch import nn


class Encoder(nn.Module):
    """inputs: (batch, time, dim), mask: (batch, time) 1 = token, 0 = padding; returns (batch, time, units), (batch, units)"""

    def __init__(self, dim, units):
        super().__init__()
        self.units = units
        self.cell = nn.GRUCell(dim, units)

    def forward(self, inputs, mask):
        state = inputs.new_zeros(inputs.shape[0], self.units)
        outputs = []
        for t in range(inputs.shape[1]):
            state = self.cell(inputs[:, t], state)
            outputs.append(state * mask[:, t].unsqueeze(-1))
        return torch.stack(outputs, dim=1), outputs[0]
