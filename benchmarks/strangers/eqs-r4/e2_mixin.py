import torch
from torch import nn
from torch.nn import functional as F


class GateMixin:
    def _split(self, projected):
        return torch.chunk(projected, 3, dim=-1)

    def _gate(self, a, b):
        return (a + b).sigmoid_()


class LayerNormFreeGRUCell(GateMixin, nn.Module):
    """Same packing as PyTorch: r, z, n."""

    def __init__(self, input_size, hidden_size, bias=True):
        super().__init__()
        self.hidden_size = hidden_size
        self.x2h = nn.Linear(input_size, 3 * hidden_size, bias=bias)
        self.h2h = nn.Linear(hidden_size, 3 * hidden_size, bias=bias)

    def forward(self, input, hx=None):
        if hx is None:
            hx = input.new_zeros(input.size(0), self.hidden_size)
        xr, xz, xn = self._split(self.x2h(input))
        hr, hz, hn = self._split(self.h2h(hx))
        reset = self._gate(xr, hr)
        update = self._gate(xz, hz)
        new = torch.tanh(torch.addcmul(xn, reset, hn))
        return new.add(update.mul(hx.sub(new)))
