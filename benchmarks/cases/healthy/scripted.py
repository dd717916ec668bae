from typing import List, Tuple

import torch
import torch.jit as jit
from torch import Tensor
from torch.nn import Parameter


@torch.jit.script
def gru_math(gi: Tensor, gh: Tensor, hx: Tensor) -> Tensor:
    i_r, i_u, i_n = gi.chunk(3, 1)
    h_r, h_u, h_n = gh.chunk(3, 1)
    resetgate = torch.sigmoid(i_r + h_r)
    updategate = torch.sigmoid(i_u + h_u)
    newgate = torch.tanh(i_n + resetgate * h_n)
    return newgate + updategate * (hx - newgate)


class ScriptCell(torch.nn.Module):
    def __init__(self, input_size: int, hidden_size: int):
        super().__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.weight_ih = Parameter(torch.randn(3 * hidden_size, input_size))
        self.weight_hh = Parameter(torch.randn(3 * hidden_size, hidden_size))
        self.bias_ih = Parameter(torch.randn(3 * hidden_size))
        self.bias_hh = Parameter(torch.randn(3 * hidden_size))

    def forward(self, input: Tensor, hx: Tensor) -> Tensor:
        gi = torch.mm(input, self.weight_ih.t()) + self.bias_ih
        gh = torch.mm(hx, self.weight_hh.t()) + self.bias_hh
        return gru_math(gi, gh, hx)


class ScriptLayer(torch.nn.Module):
    def __init__(self, input_size: int, hidden_size: int):
        super().__init__()
        self.cell = ScriptCell(input_size, hidden_size)

    def forward(self, input: Tensor, state: Tensor) -> Tuple[Tensor, Tensor]:
        inputs = input.unbind(0)
        outputs: List[Tensor] = []
        for i in range(len(inputs)):
            state = self.cell(inputs[i], state)
            outputs += [state]
        return torch.stack(outputs), state
