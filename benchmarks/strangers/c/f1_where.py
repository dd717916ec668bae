import torch
import torch.nn as nn
import torch.nn.functional as F


class Ear(nn.Module):
    def __init__(self, n_mels, n_units):
        super().__init__()
        self.n_units = n_units
        self.kernel = nn.Parameter(torch.randn(n_mels, 3 * n_units) * 0.1)
        self.recurrent_kernel = nn.Parameter(torch.randn(n_units, 3 * n_units) * 0.1)
        self.bias = nn.Parameter(torch.zeros(2, 3 * n_units))

    def tick(self, frame, memory):
        gx = torch.addmm(self.bias[0], frame, self.kernel)
        gh = torch.addmm(self.bias[1], memory, self.recurrent_kernel)
        xz, xr, xh = torch.split(gx, self.n_units, dim=1)
        hz, hr, hh = torch.split(gh, self.n_units, dim=1)
        z = F.sigmoid(xz + hz)
        r = F.sigmoid(xr + hr)
        cand = F.tanh(xh + r * hh)
        return z * memory + (1 - z) * cand

    def forward(self, spectrogram, padding):
        """spectrogram: (batch, frames, n_mels); padding: (batch, frames), True where there is no sound any more"""
        batch, frames, _ = spectrogram.shape
        memory = spectrogram.new_zeros(batch, self.n_units)
        heard = []
        for i in range(frames):
            new = self.tick(spectrogram[:, i], memory)
            gone = padding[:, i].bool().unsqueeze(1)
            memory = torch.where(gone, new, memory)
            heard.append(memory)
        return torch.stack(heard, dim=1)
