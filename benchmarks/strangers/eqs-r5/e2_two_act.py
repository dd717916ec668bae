import torch
import torch.nn as nn


class GRUCellV2(nn.Module):
    """Follows the blog post; gates computed on the concatenation."""

    def __init__(self, in_features, hidden):
        super().__init__()
        self.fc_update = nn.Linear(in_features + hidden, hidden)
        self.fc_reset = nn.Linear(in_features + hidden, hidden)
        self.fc_new = nn.Linear(in_features + hidden, hidden)
        self.sig = nn.Sigmoid()
        self.relu = nn.ReLU()

    def forward(self, x, hidden_state):
        combined = torch.cat([x, hidden_state], 1)
        update = self.sig(self.fc_update(combined))
        reset = self.relu(self.fc_reset(combined))
        new = torch.tanh(self.fc_new(torch.cat([x, reset * hidden_state], 1)))
        return update * hidden_state + (1 - reset) * new
