"""Drivers of the PyTorch files; NumPy views share memory with the tensors."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import torch

from .case import Array, B, Case, D, H, T, fill
from .numpy_cells import inputs
from .reference import Cell, thirds

torch.set_default_dtype(torch.float64)


def differentiable(
    params: dict[str, Any],
    data: dict[str, Array],
    call: Callable[..., Any],
    expected: Callable[[], Array],
    extra: Callable[[], Any] | None = None,
) -> Case:
    """A case whose gradients come from autograd through `call(*data tensors)`."""
    tensors = {name: torch.from_numpy(value).requires_grad_() for name, value in data.items()}
    arrays = {name: p.detach().numpy() for name, p in params.items()} | data
    leaves = {name: p for name, p in params.items() if p.requires_grad} | tensors

    def grads(ct: Array) -> dict[str, Array]:
        out = call(*tensors.values())
        parts = torch.autograd.grad(
            out, list(leaves.values()), torch.from_numpy(ct.copy()), allow_unused=True
        )
        return {
            name: np.zeros(leaf.shape) if part is None else part.numpy()
            for (name, leaf), part in zip(leaves.items(), parts, strict=True)
        }

    def plain(result: Any) -> Array:
        return np.asarray(result.detach().numpy())

    return Case(
        arrays,
        lambda: plain(call(*tensors.values())),
        expected,
        grads,
        None if extra is None else lambda: plain(extra()),
    )


def weights(rng: np.random.Generator, net: torch.nn.Module) -> dict[str, Any]:
    """All parameters, filled in place."""
    named = dict(net.named_parameters())
    fill(rng, {name: p.detach().numpy() for name, p in named.items()})
    return named


def rows(params: dict[str, Any], *names: str) -> list[Array]:
    """Parameters as arrays of x @ W."""
    return [params[name].detach().numpy().T for name in names]


def sentiment_net(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.MyGRU(D, H)
    p = weights(rng, net)
    data = inputs(rng, x=(B, D), h=(B, H))
    order = "zrn"
    cell = Cell(
        *[rows(p, *[f"w_{io}{g}.{k}" for g in order]) for k in ("weight", "bias") for io in "ih"],
        after=True,
    )
    return differentiable(p, data, net, lambda: cell.step(data["x"], data["h"]))


def speech_layer(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.SpeechLayer(D, H)
    p = weights(rng, net)
    data = inputs(rng, x=(B, T, D), h=(B, H))
    cell = Cell(*[thirds(v.detach().numpy()) for v in p.values()], keeps=False)

    def expected() -> Array:
        return cell.unroll(data["x"].swapaxes(0, 1), data["h"]).swapaxes(0, 1)

    def other() -> Any:
        x, h = (torch.from_numpy(value) for value in data.values())
        return torch.cat([part.flatten() for part in (*net(x), *net(x, h))])

    return differentiable(p, data, lambda x, h: net(x, h)[0], expected, other)


def fused_op(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.FusedCell(D, H)
    p = weights(rng, net)
    data = inputs(rng, x=(B, D), h=(B, H))
    cell = Cell(*[thirds(a, "rzn") for a in rows(p, *p)], after=True)
    return differentiable(p, data, net, lambda: cell.step(data["x"], data["h"]))
