"""Question encoder. q: (batch, words, dim), q_len: (batch,)"""
import torch
import torch.nn as nn
import torch.nn.functional as F


class QuestionGRU(nn.Module):
    def __init__(self, dim, hidden):
        super().__init__()
        self.hidden = hidden
        self.ru_x = nn.Linear(dim, 2 * hidden)
        self.ru_h = nn.Linear(hidden, 2 * hidden)
        self.n_x = nn.Linear(dim, hidden)
        self.n_h = nn.Linear(hidden, hidden)

    def forward(self, q, q_len):
        bsz, words, _ = q.shape
        h = q.new_zeros(bsz, self.hidden)
        seq = []
        for i in range(words):
            w = q[:, i]
            r, u = torch.sigmoid(self.ru_x(w) + self.ru_h(h)).chunk(2, 1)
            n = torch.tanh(self.n_x(w) + r * self.n_h(h))
            h = u * h + (1 - u) * n
            seq.append(h)
        seq = torch.stack(seq, 1)
        idx = (q_len - 1).view(-1, 1, 1).expand(-1, 1, self.hidden)
        return seq.gather(1, idx).squeeze(1)
