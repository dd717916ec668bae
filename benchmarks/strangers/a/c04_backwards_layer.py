import torch
import torch.nn as nn


class RightToLeft(nn.Module):
    """Reads a sentence from its end to its start; outputs stay aligned with the words. [batch, words, emb]"""

    def __init__(self, emb_size, state_size):
        super().__init__()
        self.state_size = state_size
        self.x2g = nn.Linear(emb_size, 2 * state_size)
        self.h2g = nn.Linear(state_size, 2 * state_size, bias=False)
        self.x2c = nn.Linear(emb_size, state_size)
        self.h2c = nn.Linear(state_size, state_size, bias=False)

    def forward(self, words):
        n, length, _ = words.size()
        s = torch.zeros(n, self.state_size, dtype=words.dtype)
        out = [None] * length
        for pos in reversed(range(length)):
            w = words[:, pos]
            gates = (self.x2g(w) + self.h2g(s)).sigmoid()
            forget, write = gates.tensor_split(2, dim=1)
            c = (self.x2c(w) + self.h2c(forget * s)).tanh()
            s = s - write * (s - c)
            out[pos] = s
        return torch.stack(out, dim=1)
