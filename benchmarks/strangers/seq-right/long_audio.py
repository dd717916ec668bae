import torch
from torch import nn


class ChunkedGRU(nn.Module):
    """Long recordings: the layer is unrolled over windows of `window` frames to bound the memory.

    wav: (batch, frames, channels) -> (batch, frames, hidden)
    """

    def __init__(self, channels: int, hidden: int, window: int = 2):
        super().__init__()
        self.window = window
        self.hidden = hidden
        self.to_gates = nn.Linear(channels, 2 * hidden)
        self.from_gates = nn.Linear(hidden, 2 * hidden, bias=False)
        self.to_new = nn.Linear(channels, hidden)
        self.from_new = nn.Linear(hidden, hidden)

    def cell(self, x, h):
        r, z = (self.to_gates(x) + self.from_gates(h)).sigmoid().chunk(2, dim=-1)
        new = (self.to_new(x) + r * self.from_new(h)).tanh()
        return torch.lerp(new, h, z)

    def run_window(self, w, h):
        outs = []
        for x in w.unbind(1):
            h = self.cell(x, h)
            outs.append(h)
        return torch.stack(outs, 1), h

    def forward(self, wav):
        h = wav.new_zeros(wav.shape[0], self.hidden)
        pieces = []
        for w in wav.split(self.window, dim=1):
            piece, h = self.run_window(w, h)
            pieces.append(piece)
        return torch.cat(pieces, 1)
