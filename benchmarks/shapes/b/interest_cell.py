from typing import Optional

import torch
from torch import Tensor, nn


class InterestEvolution(nn.Module):
    """GRU with attentional update gate: the attention score of a behaviour scales its update gate."""

    def __init__(self, input_size: int, hidden_size: int, bias: bool = True):
        super().__init__()
        self.hidden_size = hidden_size
        self.w_ih = nn.Parameter(torch.empty(3 * hidden_size, input_size))
        self.w_hh = nn.Parameter(torch.empty(3 * hidden_size, hidden_size))
        self.b_ih = nn.Parameter(torch.zeros(3 * hidden_size))
        self.b_hh = nn.Parameter(torch.zeros(3 * hidden_size))
        nn.init.xavier_uniform_(self.w_ih)
        nn.init.orthogonal_(self.w_hh)

    def forward(self, inp: Tensor, hx: Tensor, att_score: Tensor) -> Tensor:
        gi = nn.functional.linear(inp, self.w_ih, self.b_ih)
        gh = nn.functional.linear(hx, self.w_hh, self.b_hh)
        i_r, i_z, i_n = gi.chunk(3, 1)
        h_r, h_z, h_n = gh.chunk(3, 1)
        reset = torch.sigmoid(i_r + h_r)
        update = torch.sigmoid(i_z + h_z)
        new = torch.tanh(i_n + reset * h_n)
        update = att_score.view(-1, 1) * update
        return (1.0 - update) * hx + update * new
