import torch
from torch import nn


class VarLenGRU(nn.Module):
    def __init__(self, dim_in, dim_out):
        super().__init__()
        self.dim_out = dim_out
        self.wx = nn.Linear(dim_in, 3 * dim_out)
        self.wh = nn.Linear(dim_out, 2 * dim_out, bias=False)
        self.wc = nn.Linear(dim_out, dim_out, bias=False)

    def forward(self, x, lengths):
        """
        :param x: B x L x dim_in, zero padded
        :param lengths: B
        :return: states B x L x dim_out, last B x dim_out
        """
        B, L, _ = x.shape
        h = torch.zeros(B, self.dim_out).to(x)
        mask = (torch.arange(L)[None, :] < lengths[:, None]).to(x)
        proj = self.wx(x)
        states = []
        for i in range(L):
            p_u, p_r, p_c = torch.chunk(proj[:, i], 3, dim=-1)
            h_u, h_r = torch.chunk(self.wh(h), 2, dim=-1)
            u = torch.sigmoid(p_u + h_u)
            r = torch.sigmoid(p_r + h_r)
            c = torch.tanh(p_c + self.wc(r * h))
            new_h = torch.lerp(h, c, u)
            m = mask[:, i].unsqueeze(-1)
            h = m * new_h + (1 - m) * h
            states.append(h)
        return torch.stack(states, 1), h
