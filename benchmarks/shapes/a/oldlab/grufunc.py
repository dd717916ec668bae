"""GRU as a pure function; the weights travel with the caller (for meta-learning)."""
import torch
from .ops import DEVICE, linear


def gru_step(x, h, w_ih, w_hh, b_ih, b_hh):
    gi = linear(x, w_ih, b_ih)
    gh = linear(h, w_hh, b_hh)
    i_r, i_z, i_n = gi.chunk(3, 1)
    h_r, h_z, h_n = gh.chunk(3, 1)
    resetgate = torch.sigmoid(i_r + h_r)
    inputgate = torch.sigmoid(i_z + h_z)
    newgate = torch.tanh(i_n + resetgate * h_n)
    return newgate + inputgate * (h - newgate)


def gru_unroll(xs, w_ih, w_hh, b_ih, b_hh):
    """xs: (time, batch, features). All hidden states, (time, batch, hidden)."""
    h = torch.zeros(xs.shape[1], w_hh.shape[1], device=DEVICE)
    states = []
    for x in xs:
        h = gru_step(x, h, w_ih, w_hh, b_ih, b_hh)
        states.append(h)
    return torch.stack(states)
