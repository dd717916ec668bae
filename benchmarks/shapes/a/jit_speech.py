# streaming keyword spotter, exported with torch.jit for the phone
import torch
import torch.jit as jit
import torch.nn as nn
from torch import Tensor
from typing import List, Tuple


class StreamGRUCell(jit.ScriptModule):
    __constants__ = ['mels', 'width']

    def __init__(self, mels: int, width: int):
        super(StreamGRUCell, self).__init__()
        self.mels = mels
        self.width = width
        self.w_xz = nn.Parameter(torch.randn(mels, width) * 0.1)
        self.w_xr = nn.Parameter(torch.randn(mels, width) * 0.1)
        self.w_xn = nn.Parameter(torch.randn(mels, width) * 0.1)
        self.w_hz = nn.Parameter(torch.randn(width, width) * 0.1)
        self.w_hr = nn.Parameter(torch.randn(width, width) * 0.1)
        self.w_hn = nn.Parameter(torch.randn(width, width) * 0.1)
        self.b_z = nn.Parameter(torch.ones(width))
        self.b_r = nn.Parameter(torch.zeros(width))
        self.b_n = nn.Parameter(torch.zeros(width))

    @jit.script_method
    def forward(self, frame: Tensor, state: Tensor) -> Tuple[Tensor, Tensor]:
        keep = torch.sigmoid(torch.mm(frame, self.w_xz) + torch.mm(state, self.w_hz) + self.b_z)
        look = torch.sigmoid(torch.mm(frame, self.w_xr) + torch.mm(state, self.w_hr) + self.b_r)
        new = torch.tanh(torch.mm(frame, self.w_xn) + torch.mm(look * state, self.w_hn) + self.b_n)
        out = keep * state + (1.0 - keep) * new
        return out, out


class StreamGRU(jit.ScriptModule):
    def __init__(self, mels: int, width: int):
        super(StreamGRU, self).__init__()
        self.cell = StreamGRUCell(mels, width)

    @jit.script_method
    def forward(self, frames: Tensor, state: Tensor) -> Tuple[Tensor, Tensor]:
        outputs: List[Tensor] = []
        for frame in frames.unbind(0):
            out, state = self.cell(frame, state)
            outputs.append(out)
        return torch.stack(outputs), state
