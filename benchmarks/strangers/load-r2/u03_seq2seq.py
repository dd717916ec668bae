import random

import torch
import torch.nn as nn
import torch.optim as optim
from torchtext.data import Field, BucketIterator

SRC = Field(tokenize="spacy", lower=True)
device = torch.device("cuda")


class Encoder(nn.Module):
    def __init__(self, input_dim, emb_dim, hid_dim, dropout):
        super().__init__()
        self.hid_dim = hid_dim
        self.embedding = nn.Embedding(input_dim, emb_dim)
        self.rnn = nn.GRU(emb_dim, hid_dim, num_layers=2, bidirectional=True)
        self.dropout = nn.Dropout(dropout)

    def forward(self, src):
        # src = [src len, batch size]
        embedded = self.dropout(self.embedding(src))
        outputs, hidden = self.rnn(embedded)
        return outputs, hidden


def train(model, iterator):
    for batch in iterator:
        model(batch.src.to(device))


model = Encoder(len(SRC.vocab), 256, 512, 0.5).to(device)
train(model, BucketIterator(None, 128))
