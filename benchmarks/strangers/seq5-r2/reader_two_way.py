import torch
from torch import nn


class Reader(nn.Module):
    def __init__(self, word_dim, state_dim):
        super().__init__()
        self.left = nn.GRU(word_dim, state_dim, batch_first=True)
        self.right = nn.GRU(word_dim, state_dim, batch_first=True)

    def forward(self, words):
        ahead, _ = self.left(words)
        behind, _ = self.right(torch.flip(words, [1]))
        return torch.cat([ahead, torch.flip(behind, [1])], dim=2)
