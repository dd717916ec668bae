import torch
import torch.nn as nn


class SentimentGRU(nn.Module):
    def __init__(self, vocab_size, embed_dim, hidden_dim, n_classes, n_layers=2):
        super().__init__()
        self.emb = nn.Embedding(vocab_size, embed_dim, padding_idx=0)
        self.gru = nn.GRU(embed_dim, hidden_dim, n_layers, bidirectional=True)
        self.out = nn.Linear(2 * hidden_dim, n_classes)

    def encode(self, tokens):
        """tokens: (batch, time)"""
        e = self.emb(tokens)
        _, h = self.gru(e)
        return torch.cat([h[-2], h[-1]], -1)

    def forward(self, tokens):
        return self.out(self.encode(tokens))
