import torch
from torch import nn


class RecurrentCell(nn.Module):
    """Common part of all our cells."""

    def __init__(self, n_features, n_hidden):
        super().__init__()
        self.n_features, self.n_hidden = n_features, n_hidden

    def zero_state(self, n):
        return torch.zeros(n, self.n_hidden)

    def candidate(self, x, h, *gates):
        raise NotImplementedError

    def mix(self, h, new, *gates):
        raise NotImplementedError


class GatedCell(RecurrentCell):
    n_gates = 2

    def __init__(self, n_features, n_hidden):
        super().__init__(n_features, n_hidden)
        self.inp_update = nn.Linear(n_features, n_hidden)
        self.inp_reset = nn.Linear(n_features, n_hidden)
        self.rec_update = nn.Linear(n_hidden, n_hidden, bias=False)
        self.rec_reset = nn.Linear(n_hidden, n_hidden, bias=False)

    def gates(self, x, h):
        yield torch.sigmoid(self.inp_update(x) + self.rec_update(h))
        yield torch.sigmoid(self.inp_reset(x) + self.rec_update(h))

    def forward(self, x, h=None):
        if h is None:
            h = self.zero_state(len(x))
        gates = tuple(self.gates(x, h))
        return self.mix(h, self.candidate(x, h, *gates), *gates)


class GRUCell(GatedCell):
    def __init__(self, n_features, n_hidden):
        super().__init__(n_features, n_hidden)
        self.inp_new = nn.Linear(n_features, n_hidden)
        self.rec_new = nn.Linear(n_hidden, n_hidden, bias=False)

    def candidate(self, x, h, update, reset):
        return torch.tanh(self.inp_new(x) + self.rec_new(reset * h))

    def mix(self, h, new, update, reset):
        return torch.lerp(new, h, update)
