import torch
import torch.nn as nn


class LNGRUCell(nn.Module):
    """GRU cell with layer normalisation on the projections, gates packed r, i, n like cuDNN."""

    def __init__(self, input_size, hidden_size, eps=1e-5):
        super().__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.weight_ih = nn.Parameter(torch.empty(3 * hidden_size, input_size))
        self.weight_hh = nn.Parameter(torch.empty(3 * hidden_size, hidden_size))
        self.ln_ih = nn.LayerNorm(3 * hidden_size, eps=eps)
        self.ln_hh = nn.LayerNorm(3 * hidden_size, eps=eps)
        for w in (self.weight_ih, self.weight_hh):
            nn.init.xavier_uniform_(w)

    def forward(self, inp, hx):
        gi = self.ln_ih(inp.matmul(self.weight_ih.t()))
        gh = self.ln_hh(hx.matmul(self.weight_hh.t()))
        i_r, i_i, i_n = gi.split(self.hidden_size, -1)
        h_r, h_i, h_n = gh.split(self.hidden_size, -1)
        resetgate = (i_r + h_r).sigmoid()
        inputgate = (i_i + h_i).sigmoid()
        newgate = (i_n + resetgate * h_n).tanh()
        return newgate + inputgate * (hx - newgate)
