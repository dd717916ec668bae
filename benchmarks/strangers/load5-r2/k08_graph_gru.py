"""Weather nowcasting. The cell keeps (out, state) apart, state travels in a dict."""
import torch
import torch.nn as nn
from collections import OrderedDict


class Gates(nn.Module):
    def __init__(self, f_in, f_state):
        super().__init__()
        self.ih = nn.Linear(f_in, 3 * f_state)
        self.hh = nn.Linear(f_state, 3 * f_state, bias=False)

    def forward(self, x, s):
        return self.ih(x).chunk(3, -1), self.hh(s).chunk(3, -1)


class Memory(nn.Module):
    def __init__(self, f_in: int, f_state: int):
        super().__init__()
        self.f_state = f_state
        self.gates = Gates(f_in, f_state)

    def forward(self, x, carry=None):
        if carry is None:
            carry = OrderedDict(state=x.new_zeros(x.shape[0], self.f_state), age=0)
        s = carry["state"]
        (a_u, a_r, a_c), (b_u, b_r, b_c) = self.gates(x, s)
        u, r = (a_u + b_u).sigmoid(), (a_r + b_r).sigmoid()
        c = (a_c + r * b_c).tanh()
        s = u * s + (1 - u) * c
        return s, OrderedDict(state=s, age=carry["age"] + 1)
