import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self, n_vocab, n_embed, n_hidden, n_class):
        super().__init__()
        self.embedding = nn.Embedding(n_vocab, n_embed)
        self.rnn = nn.GRU(n_embed, n_hidden, batch_first=True)
        self.dense = nn.Linear(n_hidden, n_hidden)
        self.out = nn.Linear(n_hidden, n_class)

    def forward(self, x):
        o, _ = self.rnn(self.embedding(x))
        return self.out(torch.tanh(self.dense(o.mean(dim=1))))
