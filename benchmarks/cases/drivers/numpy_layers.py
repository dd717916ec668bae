"""Drivers of the NumPy layers: masks, stacks, directions, tokens, and more backwards."""

from __future__ import annotations

from types import ModuleType

import numpy as np

from .case import Array, B, Case, D, H, T, attributes, fill, flat
from .numpy_cells import inputs
from .reference import Cell, thirds

ENDS = np.array([[1.0, 1.0], [1.0, 1.0], [1.0, 0.0], [1.0, 0.0]])
LENGTHS = np.array([4, 2])


def opts_layer(m: ModuleType, rng: np.random.Generator) -> Case:
    options = {"dim_word": D, "dim": H}
    params = m.init_params(options)
    arrays = fill(rng, params) | inputs(rng, x=(B, T, D))
    a = list(params.values())
    cell = Cell(a[0::3], a[1::3], a[2::3])
    mask = np.array([[1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 0.0, 0.0]])
    return Case(
        arrays,
        lambda: m.encode(params, arrays["x"], mask, options),
        lambda: cell.unroll(arrays["x"].swapaxes(0, 1), np.zeros((B, H)), ENDS)[-1],
        extra=lambda: m.encode(params, arrays["x"], np.ones((B, T)), options),
    )


def shapes_oop(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.GatedCell(D, H)
    p = net._weights
    arrays = fill(rng, dict(p)) | inputs(rng, x=(T, B, D), h0=(B, H))
    kinds = [[*thirds(p[f"gates_{k}"], "rz"), p[f"new_{k}"]] for k in "xhb"]
    cell = Cell(*kinds)
    return Case(
        arrays,
        lambda: net.unroll(arrays["x"], arrays["h0"]),
        lambda: cell.unroll(arrays["x"], arrays["h0"]),
        extra=lambda: net.unroll(arrays["x"]),
    )


def gpu_or_not(m: ModuleType, rng: np.random.Generator) -> Case:
    params = inputs(rng, Wx=(D, 3 * H), Wh=(H, 3 * H), b=(3 * H,))
    net = m.TimeRecurrent(*params.values())
    arrays = params | inputs(rng, x=(B, T, D))
    cell = Cell(*[thirds(p, "rzn") for p in params.values()], keeps=False)

    def grads(ct: Array) -> dict[str, Array]:
        net.forward(arrays["x"])
        dx = net.backward(ct.copy())
        return {"x": dx} | dict(zip(params, net.grads, strict=True))

    def stateful() -> Array:
        other = m.TimeRecurrent(*params.values(), stateful=True)
        first = other.forward(arrays["x"])
        return flat([first, other.forward(arrays["x"])])

    return Case(
        arrays,
        lambda: net.forward(arrays["x"]),
        lambda: cell.unroll(arrays["x"].swapaxes(0, 1), np.zeros((B, H))).swapaxes(0, 1),
        grads,
        stateful,
    )


def stack2(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.Deep(D, H)
    named = {f"{i}.{k}": v for i, p in enumerate(net.layers) for k, v in p.items()}
    arrays = fill(rng, named) | inputs(rng, x=(B, T, D), h0=(B, H), h1=(B, H))
    cells = [Cell(*[thirds(v) for v in p.values()], after=True) for p in net.layers]

    def expected() -> Array:
        low = cells[0].unroll(arrays["x"].swapaxes(0, 1), arrays["h0"])
        return cells[1].unroll(low, arrays["h1"]).swapaxes(0, 1)

    def both(*state: object) -> Array:
        out, last = net.forward(arrays["x"], *state)
        return flat([out, *last])

    return Case(
        arrays,
        lambda: net.forward(arrays["x"], [arrays["h0"], arrays["h1"]])[0],
        expected,
        extra=lambda: flat([both(), both([arrays["h0"], arrays["h1"]])]),
    )


def both_ways(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.BothWays(D, H)
    sides = {"fwd": net.fwd, "bwd": net.bwd}
    names = [k + g for k in "WUb" for g in "zrn"]
    params = {f"{s}.{n}": getattr(o, n) for s, o in sides.items() for n in names}
    arrays = fill(rng, params) | inputs(rng, x=(T, B, D))
    a = list(params.values())
    one, two = (Cell(p[0:3], p[3:6], p[6:9], keeps=False) for p in (a[:9], a[9:]))

    def expected() -> Array:
        zero = np.zeros((B, H))
        back = two.unroll(arrays["x"][::-1], zero)[::-1]
        return np.concatenate([one.unroll(arrays["x"], zero), back], axis=2)

    return Case(arrays, lambda: net.fprop(arrays["x"]), expected)


def tokens(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.TextEncoder(11, D, H)
    arrays = fill(rng, attributes(net, "E Wg bg Wc bc"))
    ids = np.array([[3, 1, 7, 2], [5, 9, 0, 0]])
    wg, wc = [*thirds(net.Wg, "zr"), net.Wc], [*thirds(net.bg, "zr"), net.bc]
    cell = Cell([w[:D] for w in wg], [w[D:] for w in wg], wc)
    return Case(
        arrays,
        lambda: net.encode(ids),
        lambda: cell.unroll(net.E[ids].swapaxes(0, 1), np.zeros((B, H)), ENDS)[-1],
        extra=lambda: net.encode(np.array([[3, 1, 7, 2]])),
    )


def padded(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.PaddedLayer(D, H)
    params = attributes(net, "W R B")
    arrays = fill(rng, params) | inputs(rng, x=(B, T, D), h0=(B, H))
    cell = Cell(thirds(net.W), thirds(net.R), thirds(net.B[0]), thirds(net.B[1]), after=True)

    def call(**options: bool) -> Array:
        net.__dict__.update(options)
        out, last = net.forward(arrays["x"], LENGTHS, arrays["h0"])
        net.__dict__.update(go_backwards=False, return_sequences=True)
        return last if out is None else flat([out, last])

    def expected() -> Array:
        states = cell.unroll(arrays["x"].swapaxes(0, 1), arrays["h0"], ENDS)
        return (states * ENDS[:, :, None]).swapaxes(0, 1)

    return Case(
        arrays,
        lambda: net.forward(arrays["x"], LENGTHS, arrays["h0"])[0],
        expected,
        extra=lambda: flat([call(), call(go_backwards=True), *net.forward(arrays["x"], LENGTHS)]),
    )


def tape_cell(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.Cell(D, H)
    params = attributes(net, " ".join(net.names))
    arrays = fill(rng, params) | inputs(rng, x=(D, B), h=(H, B))
    a = [p.T for p in params.values()]
    cell = Cell(a[0::3], a[1::3], a[2::3])

    def grads(ct: Array) -> dict[str, Array]:
        net.clear()
        net.fwd(arrays["x"], arrays["h"])
        dx, dh = net.bwd(ct.copy())
        return {"x": dx, "h": dh} | dict(net.grads)

    return Case(
        arrays,
        lambda: net.fwd(arrays["x"], arrays["h"]),
        lambda: cell.step(arrays["x"].T, arrays["h"].T).T,
        grads,
    )


def seq_bptt(m: ModuleType, rng: np.random.Generator) -> Case:
    shapes = {f"V_{g}": (H, H + D) for g in "urn"} | {f"c_{g}": (H,) for g in "urn"}
    theta = inputs(rng, **shapes)
    arrays = theta | inputs(rng, X=(D, T), h0=(H,))
    a = [p.T for p in theta.values()]
    cell = Cell([v[H:] for v in a[:3]], [v[:H] for v in a[:3]], a[3:], keeps=False)

    def run() -> Array:
        return np.asarray(m.forward(arrays["X"], arrays["h0"], theta)[0])

    def grads(ct: Array) -> dict[str, Array]:
        S, G = m.forward(arrays["X"], arrays["h0"], theta)
        dX, dh0, grad = m.backward(ct.copy(), arrays["X"], S, G, theta)
        return {"X": dX, "h0": dh0} | grad

    def expected() -> Array:
        states = cell.unroll(arrays["X"].T, arrays["h0"])
        return np.concatenate([arrays["h0"][None], states]).T

    return Case(arrays, run, expected, grads)
