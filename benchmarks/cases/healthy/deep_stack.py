import torch
import torch.nn as nn


class Cell(nn.Module):
    def __init__(self, n_in, n_out):
        super().__init__()
        self.x2h = nn.Linear(n_in, 3 * n_out)
        self.h2h = nn.Linear(n_out, 3 * n_out)

    def forward(self, x, h):
        gate_x = self.x2h(x)
        gate_h = self.h2h(h)
        i_r, i_i, i_n = gate_x.chunk(3, 1)
        h_r, h_i, h_n = gate_h.chunk(3, 1)
        resetgate = torch.sigmoid(i_r + h_r)
        inputgate = torch.sigmoid(i_i + h_i)
        newgate = torch.tanh(i_n + (resetgate * h_n))
        hy = newgate + inputgate * (h - newgate)
        return hy


class DeepStack(nn.Module):
    """(T, B, n_in) -> (T, B, n_out)"""

    def __init__(self, n_in, n_out, depth=2):
        super().__init__()
        sizes = [n_in] + [n_out] * depth
        self.cells = nn.ModuleList([Cell(a, b) for a, b in zip(sizes, sizes[1:])])

    def forward(self, xs):
        hs = [xs.new_zeros(xs.size(1), c.h2h.in_features) for c in self.cells]
        ys = []
        for x in xs:
            for i, cell in enumerate(self.cells):
                hs[i] = cell(x, hs[i])
                x = hs[i]
            ys.append(x)
        return torch.stack(ys, 0)
