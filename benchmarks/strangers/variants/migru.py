import torch
from torch import nn


class MIGRU(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.input_size, self.hidden_size = input_size, hidden_size
        self.wz = nn.Linear(input_size, hidden_size, bias=False)
        self.uz = nn.Linear(hidden_size, hidden_size, bias=False)
        self.az = nn.Parameter(torch.rand(hidden_size) * 0.5 + 0.5)
        self.pz = nn.Parameter(torch.rand(hidden_size) * 0.5 + 0.5)
        self.qz = nn.Parameter(torch.rand(hidden_size) * 0.5 + 0.5)
        self.bz = nn.Parameter(torch.rand(hidden_size) * 0.5 + 0.5)
        self.wr = nn.Linear(input_size, hidden_size, bias=False)
        self.ur = nn.Linear(hidden_size, hidden_size, bias=False)
        self.ar = nn.Parameter(torch.rand(hidden_size) * 0.5 + 0.5)
        self.pr = nn.Parameter(torch.rand(hidden_size) * 0.5 + 0.5)
        self.qr = nn.Parameter(torch.rand(hidden_size) * 0.5 + 0.5)
        self.br = nn.Parameter(torch.rand(hidden_size) * 0.5 + 0.5)
        self.wh = nn.Linear(input_size, hidden_size, bias=False)
        self.uh = nn.Linear(hidden_size, hidden_size, bias=False)
        self.ah = nn.Parameter(torch.rand(hidden_size) * 0.5 + 0.5)
        self.ph = nn.Parameter(torch.rand(hidden_size) * 0.5 + 0.5)
        self.qh = nn.Parameter(torch.rand(hidden_size) * 0.5 + 0.5)
        self.bh = nn.Parameter(torch.rand(hidden_size) * 0.5 + 0.5)

    def forward(self, x, h):
        def mi(w, u, a, p, q, b):
            return a * w * u + p * u + q * w + b

        z = torch.sigmoid(mi(self.wz(x), self.uz(h), self.az, self.pz, self.qz, self.bz))
        r = torch.sigmoid(mi(self.wr(x), self.ur(h), self.ar, self.pr, self.qr, self.br))
        c = torch.tanh(mi(self.wh(x), self.uh(r * h), self.ah, self.ph, self.qh, self.bh))
        return (1 - z) * h + z * c
