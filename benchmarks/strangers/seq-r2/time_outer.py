# GRU stack for the language model. Time is the outer loop so that it can also be run one token at a time.
import torch
import torch.nn as nn
import torch.nn.functional as F


class GRUStack(nn.Module):
    def __init__(self, ninp, nhid, nlayers=2, dropout=0.5):
        super(GRUStack, self).__init__()
        self.nhid, self.nlayers = nhid, nlayers
        self.i2h = nn.ModuleList([nn.Linear(ninp if l == 0 else nhid, 3 * nhid) for l in range(nlayers)])
        self.h2h = nn.ModuleList([nn.Linear(nhid, 3 * nhid) for l in range(nlayers)])
        self.dropout = dropout

    def step(self, x, hs):
        new = []
        for l in range(self.nlayers):
            h = hs[l]
            if l > 0:
                x = F.dropout(x, self.dropout, self.training)
            gi, gh = self.i2h[l](x), self.h2h[l](h)
            resetgate = torch.sigmoid(gi[:, :self.nhid] + gh[:, :self.nhid])
            inputgate = torch.sigmoid(gi[:, self.nhid:2 * self.nhid] + gh[:, self.nhid:2 * self.nhid])
            newgate = torch.tanh(gi[:, 2 * self.nhid:] + resetgate * gh[:, 2 * self.nhid:])
            x = newgate + inputgate * (h - newgate)
            new.append(x)
        return x, torch.stack(new)

    def forward(self, inputs, hidden=None):
        # inputs: seq_len x batch x ninp, hidden: nlayers x batch x nhid
        if hidden is None:
            hidden = inputs.new_zeros(self.nlayers, inputs.size(1), self.nhid)
        outputs = []
        for emb in inputs:
            out, hidden = self.step(emb, hidden)
            outputs.append(out)
        return torch.stack(outputs, 0), hidden
