"""Functional GRU used for the hypernetwork experiments: the weights come from outside."""
import math

import torch
import torch.nn.functional as F


def make_params(in_dim, dim, dtype=torch.float32):
    k = 1 / math.sqrt(dim)
    return {
        "gx": torch.empty(2 * dim, in_dim, dtype=dtype).uniform_(-k, k),
        "gh": torch.empty(2 * dim, dim, dtype=dtype).uniform_(-k, k),
        "gb": torch.ones(2 * dim, dtype=dtype),
        "cx": torch.empty(dim, in_dim, dtype=dtype).uniform_(-k, k),
        "ch": torch.empty(dim, dim, dtype=dtype).uniform_(-k, k),
        "cb": torch.zeros(dim, dtype=dtype),
    }


def _gates(params, x, h):
    joint = F.linear(x, params["gx"]) + F.linear(h, params["gh"], params["gb"])
    return torch.sigmoid(joint).chunk(2, dim=-1)


def _proposal(params, x, masked):
    return torch.tanh(F.linear(x, params["cx"], params["cb"]) + F.linear(masked, params["ch"]))


def gru_step(params, x, h):
    reset, leave = _gates(params, x, h)
    return torch.addcmul(leave * h, 1 - leave, _proposal(params, x, reset * h))


def gru_scan(params, xs, h):
    ys = []
    for x in xs.unbind(0):
        h = gru_step(params, x, h)
        ys.append(h)
    return torch.stack(ys), h
