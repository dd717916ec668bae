import torch
import torch.nn as nn


class DecoderStep(nn.Module):
    def __init__(self, emb_dim, dec_hid_dim, dropout=0.1):
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.cell = nn.GRUCell(emb_dim, dec_hid_dim)

    def forward(self, inp, state):
        return self.cell(self.dropout(inp), state)
