import torch
import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class UtteranceEncoder(nn.Module):
    """Encodes padded utterances; lengths need not be sorted."""

    def __init__(self, feat_dim, hidden_dim):
        super().__init__()
        self.gru = nn.GRU(feat_dim, hidden_dim, batch_first=True)

    def forward(self, feats, lengths):
        lengths, order = lengths.sort(descending=True)
        packed = pack_padded_sequence(feats[order], lengths.cpu(), batch_first=True)
        out, h_n = self.gru(packed)
        out, _ = pad_packed_sequence(out, batch_first=True, total_length=feats.size(1))
        undo = order.argsort()
        return out[undo], h_n[0][undo]
