import torch
import torch.nn as nn


class DocClassifier(nn.Module):
    """GRU with self attention pooling for document topics."""

    def __init__(self, vocab_size, emb_size, hidden_size, n_topics):
        super().__init__()
        self.emb = nn.Embedding(vocab_size, emb_size)
        self.gru = nn.GRU(emb_size, hidden_size, batch_first=True, bidirectional=True)
        self.att = nn.Linear(2 * hidden_size, 1, bias=False)
        self.out = nn.Linear(2 * hidden_size, n_topics)

    def forward(self, docs):
        h, _ = self.gru(self.emb(docs))
        a = torch.softmax(self.att(torch.tanh(h)), dim=1)
        return self.out((a * h).sum(1))
