import math

import torch
from torch import nn
from torch.autograd import Function


class _FusedGRU(Function):
    @staticmethod
    def forward(ctx, inp, state, w_ih, w_hh, b_ih, b_hh):
        gi = torch.addmm(b_ih, inp, w_ih.t())
        gh = torch.addmm(b_hh, state, w_hh.t())
        i_r, i_z, i_n = gi.chunk(3, 1)
        h_r, h_z, h_n = gh.chunk(3, 1)
        reset = torch.sigmoid(i_r + h_r)
        update = torch.sigmoid(i_z + h_z)
        new = torch.tanh(i_n + reset * h_n)
        out = new + update * (state - new)
        ctx.save_for_backward(inp, state, w_ih, w_hh, reset, update, new, h_n)
        return out

    @staticmethod
    def backward(ctx, grad_out):
        inp, state, w_ih, w_hh, reset, update, new, h_n = ctx.saved_tensors
        g_new = grad_out * (1 - update) * (1 - new * new)
        g_update = grad_out * (state - new) * update * (1 - update)
        g_reset = g_new * h_n * (1 - reset)
        d_gi = torch.cat([g_reset, g_update, g_new], 1)
        d_gh = torch.cat([g_reset, g_update, g_new * reset], 1)
        g_inp = d_gi @ w_ih
        g_state = d_gh @ w_hh + grad_out * update
        g_wih = d_gi.t() @ inp
        g_whh = d_gh.t() @ state
        return g_inp, g_state, g_wih, g_whh, d_gi.sum(0), d_gh.sum(0)


class FusedGRUCell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.input_size, self.hidden_size = input_size, hidden_size
        self.weight_ih = nn.Parameter(torch.empty(3 * hidden_size, input_size))
        self.weight_hh = nn.Parameter(torch.empty(3 * hidden_size, hidden_size))
        self.bias_ih = nn.Parameter(torch.zeros(3 * hidden_size))
        self.bias_hh = nn.Parameter(torch.zeros(3 * hidden_size))
        self.reset_parameters()

    def reset_parameters(self):
        bound = 1 / math.sqrt(self.hidden_size)
        for p in self.parameters():
            nn.init.uniform_(p, -bound, bound)

    def forward(self, input, hx=None):
        if hx is None:
            hx = input.new_zeros(input.size(0), self.hidden_size)
        return _FusedGRU.apply(input, hx, self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh)
