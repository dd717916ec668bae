"""What people use today, on the same cases: allclose against torch.nn.GRUCell, and torch's gradcheck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from cases.verify import Case  # puts the drivers where they are found
from drivers.case import Array
from drivers.reference import Cell
from rightness import read_as


@dataclass(frozen=True)
class _Torch:
    """A step taken by torch.nn.GRUCell, the weights of the reference mapped to it."""

    cell_of_reference: Cell

    def parts(self, x: Array, h: Array) -> tuple[None, None, None, Array]:
        """As of the reference; only the state is known."""
        cell, rows = self.cell_of_reference, (np.atleast_2d(x), np.atleast_2d(h))
        units = rows[1].shape[1]
        net = torch.nn.GRUCell(rows[0].shape[1], units, dtype=torch.float64)
        sign = -1.0 if not cell.keeps else 1.0  # σ(−a) = 1 − σ(a): z that writes as z that keeps
        with torch.no_grad():
            for name, arrays in (("weight_ih", cell.W), ("weight_hh", cell.U)):
                packed = np.concatenate([arrays[1].T, sign * arrays[0].T, arrays[2].T])
                getattr(net, name).copy_(torch.from_numpy(packed.copy()))
            for name, biases in (("bias_ih", cell.b), ("bias_hh", cell.c)):
                given = [np.ravel(b) for b in biases] or [np.zeros(units)] * 3
                packed = np.concatenate([given[1], sign * given[0], given[2]])
                getattr(net, name).copy_(torch.from_numpy(packed))
            state: Array = net(*(torch.from_numpy(a.copy()) for a in rows)).numpy()
        return None, None, None, state.reshape(np.shape(h))


class MappedToTorch:
    """The reading in which torch.nn.GRUCell takes every step."""

    def cell(self, cell: Cell) -> Any:
        """The cell that torch makes of it."""
        return _Torch(cell)


def allclose(case: Case) -> bool:
    """Whether the case gives what torch.nn.GRUCell gives from its weights."""
    with read_as(MappedToTorch()):
        wanted = case.expected()
    out = np.array(case.run())
    return out.shape == wanted.shape and bool(np.allclose(out, wanted, rtol=1e-5, atol=1e-8))


def gradcheck(case: Case) -> bool | None:
    """Whether torch's gradcheck is content; None where the file has no gradient."""
    if case.grads is None:
        return None
    shape = np.shape(case.run())
    names = sorted(case.grads(np.ones(shape)))

    class Own(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, *values: Any) -> Any:
            for name, value in zip(names, values, strict=True):
                case.arrays[name][...] = value.detach().numpy()
            return torch.from_numpy(np.array(case.run()))

        @staticmethod
        def backward(ctx: Any, cotangent: Any) -> Any:  # type: ignore[override]
            assert case.grads is not None
            found = case.grads(cotangent.numpy().copy())
            return tuple(
                torch.from_numpy(np.array(found[n], dtype=float).reshape(case.arrays[n].shape)) for n in names
            )

    inputs = [torch.from_numpy(case.arrays[n].copy()).requires_grad_() for n in names]
    try:
        return bool(torch.autograd.gradcheck(Own.apply, inputs, raise_exception=False, fast_mode=True))
    except Exception:  # the backward of the mutant raises, which its author sees
        return False
