from typing import NamedTuple

import torch
from torch import Tensor


class GRUWeights(NamedTuple):
    kernel_r: Tensor
    kernel_z: Tensor
    kernel_n: Tensor
    recurrent_r: Tensor
    recurrent_z: Tensor
    recurrent_n: Tensor
    bias_r: Tensor
    bias_z: Tensor
    bias_n: Tensor


class EinsumGRUCell(torch.nn.Module):
    """All products written with einsum so that the index letters document the axes.

    b batch, i input features, j old state, k new state
    """

    def __init__(self, features: int, units: int):
        super().__init__()
        for g in "rzn":
            self.register_parameter(f"kernel_{g}", torch.nn.Parameter(torch.randn(features, units) * 0.1))
            self.register_parameter(f"recurrent_{g}", torch.nn.Parameter(torch.randn(units, units) * 0.1))
            self.register_parameter(f"bias_{g}", torch.nn.Parameter(torch.zeros(units)))

    def weights(self) -> GRUWeights:
        return GRUWeights(*(getattr(self, name) for name in GRUWeights._fields))

    def forward(self, inputs: Tensor, carry: Tensor) -> Tensor:
        p = self.weights()
        r = torch.sigmoid(
            torch.einsum("bi,ik->bk", inputs, p.kernel_r)
            + torch.einsum("bj,jk->bk", carry, p.recurrent_r)
            + p.bias_r
        )
        z = torch.sigmoid(
            torch.einsum("bi,ik->bk", inputs, p.kernel_z)
            + torch.einsum("bj,kj->bk", carry, p.recurrent_z)
            + p.bias_z
        )
        n = torch.tanh(
            torch.einsum("bi,ik->bk", inputs, p.kernel_n)
            + torch.einsum("bj,jk->bk", r * carry, p.recurrent_n)
            + p.bias_n
        )
        return torch.einsum("bk,bk->bk", z, carry) + torch.einsum("bk,bk->bk", 1 - z, n)
