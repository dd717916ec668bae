import torch
import torch.nn as nn


class ConvGRUCell(nn.Module):
    """Shi et al. style convolutional GRU for radar nowcasting."""

    def __init__(self, input_channels, hidden_channels, kernel_size=3):
        super().__init__()
        pad = kernel_size // 2
        self.hidden_channels = hidden_channels
        self.conv_zr = nn.Conv2d(input_channels + hidden_channels, 2 * hidden_channels, kernel_size, padding=pad)
        self.conv_h = nn.Conv2d(input_channels + hidden_channels, hidden_channels, kernel_size, padding=pad)

    def forward(self, x, h=None):
        if h is None:
            h = torch.zeros(x.size(0), self.hidden_channels, x.size(2), x.size(3), device=x.device)
        z, r = torch.sigmoid(self.conv_zr(torch.cat([x, h], 1))).chunk(2, 1)
        n = torch.tanh(self.conv_h(torch.cat([x, r * h], 1)))
        return (1 - z) * h + z * n
