import torch
import torch.nn as nn


class MultiTask(nn.Module):
    def __init__(self, d_in, d_model, n_a, n_b):
        super().__init__()
        self.ih = nn.Parameter(torch.randn(d_in, 3 * d_model) * 0.1)
        self.hh = nn.Parameter(torch.randn(d_model, 3 * d_model) * 0.1)
        self.bias = nn.Parameter(torch.zeros(3 * d_model))
        self.d_model = d_model
        self.task_a = nn.Linear(d_model, n_a)
        self.task_b = nn.Sequential(nn.Linear(d_model, d_model), nn.Tanh(), nn.Linear(d_model, n_b))

    def forward(self, x):
        h = x.new_zeros(x.shape[0], self.d_model)
        for step in x.unbind(1):
            gi = step @ self.ih + self.bias
            gh = h @ self.hh
            i_r, i_z, i_n = gi.chunk(3, -1)
            h_r, h_z, h_n = gh.chunk(3, -1)
            r = torch.sigmoid(i_r + h_r)
            z = torch.sigmoid(i_z + h_z)
            n = torch.tanh(i_n + r * h_n)
            h = n + z * (h - n)
        return {"a": self.task_a(h), "b": self.task_b(h)}
