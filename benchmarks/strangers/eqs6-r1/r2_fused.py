"""GRU decoder cell with as few kernel launches as possible (profiled on a P100)."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class FusedCell(nn.Module):
    # rows of the packed matrices: candidate, update, reset
    def __init__(self, d_in, d_model):
        super().__init__()
        self.d_model = d_model
        self.in_proj_weight = nn.Parameter(torch.empty(3 * d_model, d_in))
        self.hid_proj_weight = nn.Parameter(torch.empty(3 * d_model, d_model))
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * d_model))
        self.hid_bias_n = nn.Parameter(torch.zeros(d_model))
        nn.init.xavier_uniform_(self.in_proj_weight)
        nn.init.orthogonal_(self.hid_proj_weight)

    def forward(self, inp, state):
        d = self.d_model
        gi = torch.addmm(self.in_proj_bias, inp, self.in_proj_weight.t())
        gh = F.linear(state, self.hid_proj_weight)
        in_, ir = gi[:, :d], gi[:, d:]
        hn, hr = gh.narrow(1, 0, d), gh.narrow(1, d, 2 * d)
        upd, rst = (ir + hr).sigmoid_().chunk(2, -1)
        cand = torch.addcmul(in_, rst, hn + self.hid_bias_n).tanh_()
        # state + upd * (cand - state)
        return torch.addcmul(state, upd, cand.sub(state))
