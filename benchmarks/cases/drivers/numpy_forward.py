"""Drivers of the NumPy files without a backward."""

from __future__ import annotations

from types import ModuleType

import numpy as np

from .case import B, Case, D, H, T, attributes, fill
from .numpy_cells import inputs
from .reference import Cell, hard_sigmoid, thirds


def cell_v2(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.RecurrentUnit(H, D)
    arrays = fill(rng, {"W": net.W}) | inputs(rng, x=(T, B, D), h0=(B, H))
    w = thirds(net.W)
    cell = Cell([k[1 : 1 + D] for k in w], [k[1 + D :] for k in w], [k[0] for k in w], keeps=False)
    return Case(
        arrays,
        lambda: net.run(arrays["x"], arrays["h0"]),
        lambda: cell.unroll(arrays["x"], arrays["h0"]),
        extra=lambda: net.run(arrays["x"]),
    )


def closures(m: ModuleType, rng: np.random.Generator) -> Case:
    advance, unroll = m.make_network(D, H)
    W, U, b = advance.params
    named = {f"{kind}{k}": p[k] for kind, p in zip("WUb", (W, U, b), strict=True) for k in range(3)}
    arrays = fill(rng, named) | inputs(rng, x=(T, B, D), h0=(B, H))
    cell = Cell(W, U, b)
    return Case(
        arrays,
        lambda: unroll(arrays["x"], arrays["h0"]),
        lambda: cell.unroll(arrays["x"], arrays["h0"]),
        extra=lambda: unroll(arrays["x"]),
    )


def functional_gru(m: ModuleType, rng: np.random.Generator) -> Case:
    arrays = inputs(rng, x=(T, D), h0=(H,), W=(3, H, D), U=(3, H, H), b=(3, H))
    a = arrays
    order = (1, 0, 2)
    cell = Cell(*[[a[k][i].T for i in order] for k in "WUb"])
    return Case(arrays, lambda: m.scan(*a.values()), lambda: cell.unroll(a["x"], a["h0"]))


def pure_lists(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.GRU(D, H)
    shapes = {"W": (H, D), "U": (H, H), "b": (H,)}
    params = inputs(rng, **{k + g: shapes[k] for g in "zrh" for k in "WUb"})
    arrays = params | inputs(rng, x=(T, D), h0=(H,))
    a = [p.T for p in params.values()]
    cell = Cell(a[0::3], a[1::3], a[2::3], keeps=False)

    def call(*state: object) -> np.ndarray:
        for name in params:
            getattr(net, name)[:] = params[name].tolist()
        return np.array(net.forward(arrays["x"].tolist(), *state))

    return Case(
        arrays,
        lambda: call(arrays["h0"].tolist()),
        lambda: cell.unroll(arrays["x"], arrays["h0"]),
        extra=call,
    )


def rnn_c(m: ModuleType, rng: np.random.Generator) -> Case:
    p = m.gru_init({}, D, H)
    params = fill(rng, {k: p[k] for k in ("w_in", "w_rec", "bias")})
    arrays = params | inputs(rng, x=(T, D), h=(H,))
    cell = Cell(*[thirds(v.T) for v in params.values()][:3])

    def one_step() -> np.ndarray:
        new = np.zeros(H)
        m.gru_step(p, arrays["x"][0], arrays["h"], new)
        return new

    return Case(
        arrays,
        lambda: m.gru_run(p, arrays["x"], T)[1:],
        lambda: cell.unroll(arrays["x"], np.zeros(H)),
        extra=one_step,
    )


def config_cell(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.GatedCell(m.CellConfig(n_features=D, n_units=H))
    gates = (net.write, net.look, net.body)
    kinds = ("kernel", "recurrent", "offset")
    params = {f"{i}.{k}": getattr(g, k) for i, g in enumerate(gates) for k in kinds}
    arrays = fill(rng, params) | inputs(rng, x=(B, D), h=(B, H))
    a = list(params.values())
    cell = Cell(a[0::3], a[1::3], a[2::3], keeps=False)
    return Case(
        arrays,
        lambda: net(arrays["h"], arrays["x"])[0],
        lambda: cell.step(arrays["x"], arrays["h"]),
    )


def agent_memory(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.Memory(D, H)
    params = attributes(net, "M_forget M_gate M_write b_forget b_gate b_write")
    arrays = fill(rng, params) | inputs(rng, x=(T, D), h=(H,))
    a = list(params.values())
    cell = Cell([w[:D] for w in a[:3]], [w[D:] for w in a[:3]], a[3:])

    def run() -> np.ndarray:
        net.state = arrays["h"].copy()
        states = []
        for x in arrays["x"]:
            net.observe(x)
            states.append(net.state)
        return np.stack(states)

    def reset() -> np.ndarray:
        net.reset()
        net.observe(arrays["x"][0])
        return net.state

    return Case(arrays, run, lambda: cell.unroll(arrays["x"], arrays["h"]), extra=reset)


def units_layer(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.SimpleGRUCell(H)
    net.build((B, D))
    params = attributes(net, "kernel recurrent_kernel bias")
    arrays = fill(rng, params) | inputs(rng, x=(B, D), h=(B, H))
    cell = Cell(*[thirds(p) for p in params.values()], gate=hard_sigmoid)
    return Case(
        arrays,
        lambda: net(arrays["x"], [arrays["h"]])[0],
        lambda: cell.step(arrays["x"], arrays["h"]),
    )


def lang_model(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.LanguageModel(D, H)
    arrays = fill(rng, attributes(net, "U W b")) | inputs(rng, x=(D,), h=(H,))
    cell = Cell([w.T for w in net.U], [w.T for w in net.W], net.b)
    return Case(
        arrays,
        lambda: net.advance(arrays["x"], arrays["h"]),
        lambda: cell.step(arrays["x"], arrays["h"]),
    )


def einsum_net(m: ModuleType, rng: np.random.Generator) -> Case:
    params = fill(rng, m.init(rng, D, H))
    arrays = params | inputs(rng, x=(B, D), h=(B, H))
    order = [1, 2, 0]
    biases = params["a"]
    w, v = params["w"][order], params["v"][order]

    def expected() -> np.ndarray:
        b = biases[order] + np.array([1.0, 0.0, 0.0])[:, None]
        return Cell(w, v, b).step(arrays["x"], arrays["h"])

    return Case(arrays, lambda: m.cell(params, arrays["h"], arrays["x"])[0], expected)


def nested(m: ModuleType, rng: np.random.Generator) -> Case:
    params = m.default_params(D, H, np.random.RandomState(0))
    parts = [(s, k) for s in ("input", "hidden") for k in ("weight", "bias")]
    named = {f"{g}.{s}.{k}": params[g][s][k] for s, k in parts for g in ("update", "reset", "new")}
    arrays = fill(rng, named) | inputs(rng, x=(T, B, D), h0=(B, H))
    a = list(named.values())
    cell = Cell(a[0:3], a[6:9], a[3:6], a[9:12], after=True)
    return Case(
        arrays,
        lambda: np.stack(m.rnn(params, list(arrays["x"]), arrays["h0"])),
        lambda: cell.unroll(arrays["x"], arrays["h0"]),
    )


def make_cell(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.build("gru", D, H)
    params = attributes(net, "Wu Wr Wc")
    arrays = fill(rng, params) | inputs(rng, x=(B, D), h=(B, H))
    a = list(params.values())
    cell = Cell([w[:D] for w in a], [w[D:] for w in a], keeps=False)
    return Case(
        arrays,
        lambda: net(arrays["x"], arrays["h"]),
        lambda: cell.step(arrays["x"], arrays["h"]),
    )
