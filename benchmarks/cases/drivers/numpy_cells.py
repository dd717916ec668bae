"""Drivers of the NumPy cells with a hand-written backward."""

from __future__ import annotations

from types import ModuleType

import numpy as np

from .case import Array, B, Case, D, H, T, attributes, fill, flat
from .reference import Cell, thirds, turned


def inputs(rng: np.random.Generator, **shapes: tuple[int, ...]) -> dict[str, Array]:
    """Fresh arrays of the given shapes."""
    return fill(rng, {name: np.empty(shape) for name, shape in shapes.items()})


def anna_hw3(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.GRU_Cell(D, H)
    params = attributes(net, "Wzx Wrx Wnx Wzh Wrh Wnh biz bir bin bhz bhr bhn")
    arrays = fill(rng, params) | inputs(rng, x=(D,), h=(H,))
    a = list(params.values())
    cell = Cell(turned(a[:3]), turned(a[3:6]), a[6:9], a[9:], after=True)

    def grads(ct: Array) -> dict[str, Array]:
        for name in params:
            setattr(net, f"d{name}", np.zeros_like(params[name]))
        net.forward(arrays["x"], arrays["h"])
        dx, dh = net.backward(ct.copy())
        return {"x": dx, "h": dh} | {name: getattr(net, f"d{name}") for name in params}

    return Case(
        arrays,
        lambda: net.forward(arrays["x"], arrays["h"]),
        lambda: cell.step(arrays["x"], arrays["h"]),
        grads,
    )


def rnn_layers_cs(m: ModuleType, rng: np.random.Generator) -> Case:
    shapes = {"Wx": (D, 3 * H), "Wh": (H, 3 * H), "b": (3 * H,)}
    arrays = inputs(rng, x=(B, T, D), h0=(B, H), **shapes)
    a = arrays
    cell = Cell(thirds(a["Wx"], "rzn"), thirds(a["Wh"], "rzn"), thirds(a["b"], "rzn"))
    step = (a["x"][:, 0], a["h0"], a["Wx"], a["Wh"], a["b"])

    def grads(ct: Array) -> dict[str, Array]:
        _, cache = m.gru_forward(*arrays.values())
        return dict(zip(arrays, m.gru_backward(ct.copy(), cache), strict=True))

    def one_step() -> Array:
        out, cache = m.gru_step_forward(*step)
        return flat([out, *m.gru_step_backward(np.cos(out), cache)])

    return Case(
        arrays,
        lambda: m.gru_forward(*arrays.values())[0],
        lambda: cell.unroll(a["x"].swapaxes(0, 1), a["h0"]).swapaxes(0, 1),
        grads,
        one_step,
    )


def min_char(m: ModuleType, rng: np.random.Generator) -> Case:
    n, v = m.hidden_size, m.vocab_size
    params = attributes(m, "Wxz Whz bz Wxr Whr br Wxh Whh bh")
    arrays = fill(rng, params) | inputs(rng, x=(T, v, 1), h0=(n, 1))
    a = [p.T for p in params.values()]
    cell = Cell(a[0::3], a[1::3], a[2::3], keeps=False)

    def run() -> Array:
        hs, _ = m.forward(list(arrays["x"]), arrays["h0"])
        return np.stack([hs[t] for t in range(T)])

    def grads(ct: Array) -> dict[str, Array]:
        _, cache = m.forward(list(arrays["x"]), arrays["h0"])
        parts, dh0 = m.backward(list(ct), cache)
        return dict(zip(params, parts, strict=True)) | {"h0": dh0}

    def expected() -> Array:
        return cell.unroll(arrays["x"].swapaxes(1, 2), arrays["h0"].T).swapaxes(1, 2)

    return Case(arrays, run, expected, grads)


def week1_assignment(m: ModuleType, rng: np.random.Generator) -> Case:
    params = inputs(rng, Wu=(H, H + D), bu=(H, 1), Wr=(H, H + D), br=(H, 1), Wc=(H, H + D), bc=(H, 1))
    arrays = params | inputs(rng, x=(D, B, T), a0=(H, B))
    mats = [params[k].T for k in ("Wu", "Wr", "Wc")]
    cell = Cell(
        [w[H:] for w in mats],
        [w[:H] for w in mats],
        [params[k].T for k in ("bu", "br", "bc")],
        keeps=False,
    )
    x0 = arrays["x"][:, :, 0]

    def grads(ct: Array) -> dict[str, Array]:
        _, cache = m.gru_cell_forward(x0, arrays["a0"], params)
        out = m.gru_cell_backward(ct.copy(), cache)
        named = {name: out[f"d{name}"] for name in params}
        return named | {"x": out["dxt"], "a0": out["da_prev"]}

    def whole() -> Array:
        return m.gru_forward(arrays["x"], arrays["a0"], params)[0]

    case = Case(
        arrays | {"x": x0},
        lambda: m.gru_cell_forward(x0, arrays["a0"], params)[0],
        lambda: cell.step(x0.T, arrays["a0"].T).T,
        grads,
        whole,
    )
    return case


def layer_time(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.RecLayer(D, H)
    params = fill(rng, dict(net.params))
    arrays = params | inputs(rng, x=(T, B, D), h0=(B, H))
    p = net.params
    cell = Cell(*[[p[f"{kind}{gate}"] for gate in "zrh"] for kind in "WUb"])

    def grads(ct: Array) -> dict[str, Array]:
        net.forward(arrays["x"], arrays["h0"])
        dx = net.backward(ct.copy())
        return {"x": dx, "h0": net.dh0} | dict(net.grads)

    return Case(
        arrays,
        lambda: net.forward(arrays["x"], arrays["h0"]).copy(),
        lambda: cell.unroll(arrays["x"], arrays["h0"]),
        grads,
        lambda: net.forward(arrays["x"]).copy(),
    )


def batch_rnn(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.BatchRNN(D, H)
    params = attributes(net, "W U b")
    arrays = fill(rng, params) | inputs(rng, x=(B, T, D), h0=(B, H))
    cell = Cell(*[thirds(p, "rzn") for p in params.values()], after=True)

    def grads(ct: Array) -> dict[str, Array]:
        net.forward(arrays["x"], arrays["h0"])
        dx, dh0 = net.backward(ct.copy() * 0.1)
        named = {"x": dx, "h0": dh0, "W": net.dW, "U": net.dU, "b": net.db}
        return {name: value * 10 for name, value in named.items()}

    def expected() -> Array:
        states = cell.unroll(arrays["x"].swapaxes(0, 1), arrays["h0"])
        return flat([states.swapaxes(0, 1), states[-1]])[: B * T * H].reshape(B, T, H)

    return Case(
        arrays,
        lambda: net.forward(arrays["x"], arrays["h0"])[0],
        expected,
        grads,
        lambda: flat([*net.forward(arrays["x"]), *net.forward(arrays["x"], arrays["h0"])]),
    )


def blocks(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.Unit(D, H)
    gates = {"update": net.update, "reset": net.reset, "cand": net.cand}
    params = {f"{g}.{k}": getattr(o, k) for g, o in gates.items() for k in "WUb"}
    arrays = fill(rng, params) | inputs(rng, x=(B, D), h=(B, H))
    a = list(params.values())
    cell = Cell(a[0::3], a[1::3], a[2::3], keeps=False)

    def grads(ct: Array) -> dict[str, Array]:
        net.forward(arrays["x"], arrays["h"])
        dx, dh = net.backward(ct.copy())
        named = {f"{g}.{k}": getattr(o, f"grad_{k}") for g, o in gates.items() for k in "WUb"}
        return {"x": dx, "h": dh} | named

    return Case(
        arrays,
        lambda: net.forward(arrays["x"], arrays["h"]),
        lambda: cell.step(arrays["x"], arrays["h"]),
        grads,
    )


def port_weights(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.PortedCell(D, H)
    params = attributes(net, "weight_ih weight_hh bias_ih bias_hh")
    arrays = fill(rng, params) | inputs(rng, x=(B, D), h=(B, H))
    cell = Cell(*[thirds(p.T, "rzn") for p in params.values()], after=True)

    def grads(ct: Array) -> dict[str, Array]:
        net.zero_grad()
        net.forward(arrays["x"], arrays["h"])
        dx, dh = net.backward(ct.copy())
        return {"x": dx, "h": dh} | dict(net.grad)

    return Case(
        arrays,
        lambda: net.forward(arrays["x"], arrays["h"]),
        lambda: cell.step(arrays["x"], arrays["h"]),
        grads,
    )


def eqs(m: ModuleType, rng: np.random.Generator) -> Case:
    gates = {"Wz": (H, D), "Uz": (H, H), "bz": (H,), "Wr": (H, D), "Ur": (H, H), "br": (H,)}
    arrays = inputs(rng, x=(D,), h=(H,), **gates, W=(H, D), U=(H, H), b=(H,))
    a = [value.T for value in arrays.values()][2:]
    cell = Cell(a[0::3], a[1::3], a[2::3], keeps=False)

    def grads(ct: Array) -> dict[str, Array]:
        parts = m.next_state_grad(ct.copy(), *arrays.values())
        return dict(zip(arrays, parts, strict=True))

    return Case(
        arrays,
        lambda: m.next_state(*arrays.values()),
        lambda: cell.step(arrays["x"], arrays["h"]),
        grads,
    )
