import torch
import torch.nn as nn


class MyGRUCell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.w_ih = nn.Parameter(torch.randn(3 * hidden_size, input_size) * 0.2)
        self.w_hh = nn.Parameter(torch.randn(3 * hidden_size, hidden_size) * 0.2)
        self.b_ih = nn.Parameter(torch.zeros(3 * hidden_size))
        self.b_hh = nn.Parameter(torch.zeros(3 * hidden_size))
        self.hidden_size = hidden_size

    def forward(self, inp, hid):
        gi = inp @ self.w_ih.T + self.b_ih
        gh = hid @ self.w_hh.T
        i_r, i_z, i_n = gi.chunk(3, 1)
        h_r, h_z, h_n = (gh + self.b_hh).chunk(3, 1)
        r = torch.sigmoid(i_r + h_r)
        z = torch.sigmoid(torch.sigmoid(i_z + h_z))
        n = torch.tanh(i_n + r * gh[:, 2 * self.hidden_size:])
        return n + z * (hid - n)
