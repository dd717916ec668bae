"""Drivers of the other PyTorch files."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import torch

from .case import Array, B, Case, D, H, T
from .numpy_cells import inputs
from .reference import Cell, thirds
from .torch_files import differentiable, rows, weights

ENDS = np.array([[1.0, 1.0], [1.0, 1.0], [1.0, 0.0], [1.0, 0.0]])


def together(*parts: Any) -> Any:
    """Several tensors as one vector."""
    return torch.cat([part.flatten() for part in parts])


def packed(p: dict[str, Any], order: str, *names: str) -> list[list[Array]]:
    """Packed PyTorch parameters as lists [update, reset, candidate]."""
    return [thirds(a, order) for a in rows(p, *names)]


def decoder_step(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.DecoderStep(D, H).eval()
    p = weights(rng, net)
    data = inputs(rng, x=(B, D), h=(B, H))
    cell = Cell(*packed(p, "rzn", *p), after=True)
    return differentiable(p, data, net, lambda: cell.step(data["x"], data["h"]))


def encoder_rnn(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.EncoderRNN(D, H)
    p = weights(rng, net)
    data = inputs(rng, x=(B, T, D), h=(1, B, H))
    cell = Cell(*packed(p, "rzn", *p), after=True)

    def other() -> Any:
        return together(*net(torch.from_numpy(data["x"])))

    return differentiable(
        p,
        data,
        lambda x, h: net(x, h)[0],
        lambda: cell.unroll(data["x"].swapaxes(0, 1), data["h"][0]).swapaxes(0, 1),
        other,
    )


def scripted(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.ScriptLayer(D, H)
    p = weights(rng, net)
    data = inputs(rng, x=(T, B, D), h=(B, H))
    cell = Cell(*packed(p, "rzn", *p), after=True)

    def other() -> Any:
        return net(*[torch.from_numpy(v) for v in data.values()])[1]

    return differentiable(
        p, data, lambda x, h: net(x, h)[0], lambda: cell.unroll(data["x"], data["h"]), other
    )


def world_seq(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.RecurrentCore(D, H)
    p = weights(rng, net)
    data = inputs(rng, x=(B, D), h=(B, H))
    w, b = rows(p, "gates.weight", "proposal.weight"), rows(p, "gates.bias", "proposal.bias")
    mats = [*thirds(w[0], "rz"), w[1]]

    def expected() -> Array:
        update, reset = thirds(b[0], "rz")
        cell = Cell([a[:D] for a in mats], [a[D:] for a in mats], [update - 1, reset, b[1]], keeps=False)
        return cell.step(data["x"], data["h"])

    return differentiable(p, data, lambda x, h: net(x, h)[0], expected)


def deep_stack(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.DeepStack(D, H)
    p = weights(rng, net)
    data = inputs(rng, x=(T, B, D))
    names = ("x2h.weight", "h2h.weight", "x2h.bias", "h2h.bias")
    cells = [Cell(*packed(p, "rzn", *[f"cells.{i}.{n}" for n in names]), after=True) for i in range(2)]

    def expected() -> Array:
        zero = np.zeros((B, H))
        return cells[1].unroll(cells[0].unroll(data["x"], zero), zero)

    return differentiable(p, data, net, expected)


def var_len(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.VarLenGRU(D, H)
    p = weights(rng, net)
    data = inputs(rng, x=(B, T, D))
    w, b, u, c = rows(p, *p)
    cell = Cell(thirds(w), [*thirds(u, "zr"), c], thirds(b), keeps=False)
    lengths = torch.tensor([4, 2])

    def expected() -> Array:
        states = cell.unroll(data["x"].swapaxes(0, 1), np.zeros((B, H)), ENDS)
        return states.swapaxes(0, 1)

    def other() -> Any:
        x = torch.from_numpy(data["x"])
        return together(*net(x, lengths), *net(x, torch.tensor([4, 4])))

    return differentiable(p, data, lambda x: net(x, lengths)[0], expected, other)


def param_dict(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.Net(D, H)
    p = weights(rng, net)
    data = inputs(rng, x=(B, D), h=(B, H))
    k = [net.kernels[g].detach().numpy() for g in ("forget", "reset", "new")]
    cell = Cell([a[:D] for a in k], [a[D:-1] for a in k], [a[-1] for a in k])
    return differentiable(p, data, lambda x, h: net(h, x), lambda: cell.step(data["x"], data["h"]))


def device_cell(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.GRU_from_scratch(D, H)
    p = weights(rng, net)
    data = inputs(rng, x=(B, T, D), h=(B, H))
    a = [v.detach().numpy() for v in p.values()]
    cell = Cell(a[0::3], a[1::3], a[2::3])

    def other() -> Any:
        x = torch.from_numpy(data["x"])
        return together(*net(x), *net(x, torch.from_numpy(data["h"])))

    return differentiable(
        p,
        data,
        lambda x, h: net(x, h)[0],
        lambda: cell.unroll(data["x"].swapaxes(0, 1), data["h"]).swapaxes(0, 1),
        other,
    )


def ch09(m: ModuleType, rng: np.random.Generator) -> Case:
    n_out = 5
    params = m.get_params(D, H, n_out)
    named = {f"p{i}": v for i, v in enumerate(params)}
    for value in named.values():
        value.detach().numpy()[...] = rng.normal(size=value.shape) * 0.6
    data = inputs(rng, x=(T, B, D), h=(B, H))
    a = [v.detach().numpy() for v in params]
    cell = Cell(a[0:9:3], a[1:9:3], a[2:9:3])

    def expected() -> Array:
        states = cell.unroll(data["x"], data["h"])
        return (states @ a[9] + a[10]).reshape(T * B, n_out)

    def other() -> Any:
        return m.gru(torch.from_numpy(data["x"]), (torch.from_numpy(data["h"]),), params)[1][0]

    return differentiable(named, data, lambda x, h: m.gru(x, (h,), params)[0], expected, other)


def names_rnn(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.RNN(D, H, 5)
    p = weights(rng, net)
    data = inputs(rng, x=(1, D), h=(1, H))
    gates = ("i2u", "i2r", "i2h")
    w, b = rows(p, *[f"{g}.weight" for g in gates]), rows(p, *[f"{g}.bias" for g in gates])
    cell = Cell([a[:D] for a in w], [a[D:] for a in w], b)
    return differentiable(p, data, lambda x, h: net(x, h)[1], lambda: cell.step(data["x"], data["h"]))


def two_mats(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.TwoMats(width=H, channels=D)
    p = weights(rng, net)
    data = inputs(rng, x=(T, B, D), h=(B, H))
    cell = Cell(*packed(p, "nrz", "from_x.weight", "from_h.weight"), after=True)
    return differentiable(
        p,
        data,
        net,
        lambda: cell.unroll(data["x"], data["h"]),
        lambda: net(torch.from_numpy(data["x"])),
    )
