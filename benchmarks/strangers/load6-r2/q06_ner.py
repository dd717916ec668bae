import torch
import torch.nn as nn
import torch.nn.functional as F


class NERTagger(nn.Module):
    def __init__(self, n_words, n_tags, d_emb=50, d_hid=64, dropout=0.3):
        super().__init__()
        self.emb = nn.Embedding(n_words, d_emb, padding_idx=0)
        self.drop = nn.Dropout(dropout)
        self.rnn = nn.LSTM(d_emb, d_hid, batch_first=True, bidirectional=True)
        self.tag = nn.Linear(2 * d_hid, n_tags)

    def forward(self, ids):
        h, _ = self.rnn(self.drop(self.emb(ids)))
        return F.log_softmax(self.tag(self.drop(h)), dim=-1)
