import torch
import torch.nn as nn


class DialogState(nn.Module):
    def __init__(self, utt_dim, state_dim):
        super().__init__()
        self.lin_u = nn.Linear(utt_dim, state_dim)
        self.lin_r = nn.Linear(utt_dim, state_dim)
        self.lin_c = nn.Linear(utt_dim, state_dim)
        self.rec_u = nn.Linear(state_dim, state_dim)
        self.rec_r = nn.Linear(state_dim, state_dim)
        self.rec_c = nn.Linear(state_dim, state_dim)

    def gate(self, utt, state, which):
        return getattr(self, "lin_" + which)(utt) + getattr(self, "rec_" + which)(state)

    def forward(self, utt, state):
        r = torch.sigmoid(self.gate(utt, state, "r"))
        # how much of the dialogue so far is kept
        u = torch.softmax(self.gate(utt, state, "u"), dim=-1)
        c = torch.tanh(self.lin_c(utt) + r * self.rec_c(state))
        return u * state + (1 - u) * c
