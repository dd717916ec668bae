"""Own GRU stack with embedding and output; PyTorch parameters by hand."""
import math
import torch
from torch import nn


class Layer(nn.Module):
    def __init__(self, input_dim, state_dim):
        super().__init__()
        k = 1 / math.sqrt(state_dim)
        self.w = nn.Parameter(torch.empty(input_dim + state_dim, 2 * state_dim).uniform_(-k, k))
        self.b = nn.Parameter(torch.ones(2 * state_dim))
        self.wc = nn.Parameter(torch.empty(input_dim + state_dim, state_dim).uniform_(-k, k))
        self.bc = nn.Parameter(torch.zeros(state_dim))
        self.state_dim = state_dim

    def forward(self, seq, state=None):
        if state is None:
            state = seq.new_zeros(seq.shape[1], self.state_dim)
        outs = []
        for x in seq.unbind(0):
            r, u = torch.sigmoid(torch.cat((x, state), 1) @ self.w + self.b).split(self.state_dim, 1)
            c = torch.tanh(torch.cat((x, r * state), 1) @ self.wc + self.bc)
            state = u * state + (1 - u) * c
            outs.append(state)
        return torch.stack(outs), state


class LM(nn.Module):
    def __init__(self, ntoken, ninp, nhid, nlayers=2, dropout=0.5):
        super().__init__()
        self.drop = nn.Dropout(dropout)
        self.encoder = nn.Embedding(ntoken, ninp)
        self.layers = nn.ModuleList(Layer(ninp if i == 0 else nhid, nhid) for i in range(nlayers))
        self.decoder = nn.Linear(nhid, ntoken)

    def forward(self, tokens, states=None):
        y = self.drop(self.encoder(tokens))
        states = states or [None] * len(self.layers)
        new = []
        for layer, s in zip(self.layers, states):
            y, s = layer(y, s)
            new.append(s)
        return self.decoder(self.drop(y)), new
