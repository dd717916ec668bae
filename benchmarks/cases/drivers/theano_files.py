"""Drivers of the Theano files, run through PyTensor (the same scan) under Theano's names."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from .case import Array, B, Case, D, H, T, fill
from .numpy_cells import inputs
from .reference import Cell, thirds

MASK = np.array([[1.0, 1.0], [1.0, 0.0], [1.0, 1.0], [1.0, 0.0]])


def install() -> None:
    """Let `import theano` find PyTensor, with the names that were dropped since."""
    import pytensor
    import pytensor.tensor as pt

    def scan(fn, **kw):  # type: ignore[no-untyped-def]
        return pytensor.scan(fn, return_updates=True, **kw)

    pytensor.config.cast_policy = "numpy+floatX"
    pytensor.config.cxx = ""
    pytensor.config.mode = "FAST_COMPILE"
    tensor = ModuleType("theano.tensor")
    tensor.__dict__.update({k: v for k, v in vars(pt).items() if not k.startswith("__")})
    tensor.nnet = SimpleNamespace(  # type: ignore[attr-defined]
        sigmoid=pt.sigmoid,
        softmax=lambda a: pt.exp(a) / pt.exp(a).sum(-1, keepdims=True),
        hard_sigmoid=lambda a: pt.clip(0.2 * a + 0.5, 0, 1),
    )
    theano = ModuleType("theano")
    theano.__dict__.update({k: v for k, v in vars(pytensor).items() if not k.startswith("__")})
    theano.tensor, theano.scan = tensor, scan  # type: ignore[attr-defined]
    sys.modules.update({"theano": theano, "theano.tensor": tensor})


def nmt_encoder(m: ModuleType, rng: np.random.Generator) -> Case:
    import theano

    params = m.param_init_gru({"dim_word": D, "dim": H}, {})
    fill(rng, params)
    arrays = params | inputs(rng, x=(T, B, D))
    tp, x, k = symbolic(params)
    out = m.gru_layer(tp, x, {"dim": H}, mask=k)[0]
    f = theano.function([x, k, *tp.values()], out, on_unused_input="ignore")
    W = [*thirds(params["gru_W"], "rz"), params["gru_Wx"]]
    U = [*thirds(params["gru_U"], "rz"), params["gru_Ux"]]
    b = [*thirds(params["gru_b"], "rz"), params["gru_bx"]]
    cell = Cell(W, U, b, after=True)

    def run() -> Array:
        return np.asarray(f(arrays["x"], MASK, *params.values()))

    return Case(arrays, run, lambda: cell.unroll(arrays["x"], np.zeros((B, H)), MASK))


def symbolic(params: dict[str, Any]) -> tuple[dict[str, Any], Any, Any]:
    """Symbols for parameters given as a dict, for an input and for a mask."""
    import theano

    kinds = {k: theano.tensor.TensorType("float64", v.ndim * (None,)) for k, v in params.items()}
    return {k: kind() for k, kind in kinds.items()}, theano.tensor.tensor3(), theano.tensor.matrix()


def dim_layer(m: ModuleType, rng: np.random.Generator) -> Case:
    import theano

    options = {"dim_proj": H}
    params = m.param_init_rec(options, {})
    arrays = fill(rng, params) | inputs(rng, x=(T, B, H))
    tp, x, k = symbolic(params)
    out = m.rec_layer(tp, x, options, mask=k)
    f = theano.function([x, k, *tp.values()], out, on_unused_input="ignore")
    cell = Cell(*[thirds(v) for v in params.values()])
    return Case(
        arrays,
        lambda: np.asarray(f(arrays["x"], MASK, *params.values())),
        lambda: cell.unroll(arrays["x"], np.zeros((B, H)), MASK),
    )


def theano_shared(m: ModuleType, rng: np.random.Generator) -> Case:
    import theano

    net = m.Gru(D, H)
    names = [f"{kind}_{gate}" for gate in "zrh" for kind in "WUb"]
    params = {n: getattr(net, n).get_value(borrow=True) for n in names}
    arrays = fill(rng, params) | inputs(rng, x=(T, B, D))
    for n in names:
        getattr(net, n).set_value(params[n])
    x = theano.tensor.tensor3()
    f = theano.function([x], net.output(x))
    a = list(params.values())
    cell = Cell(a[0::3], a[1::3], a[2::3], keeps=False)
    return Case(
        arrays,
        lambda: np.asarray(f(arrays["x"])),
        lambda: cell.unroll(arrays["x"], np.zeros((B, H))),
    )


def wild_gru(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.GRUTheano(9, H)
    params = {n: getattr(net, n).get_value() for n in "EUWb"}
    fill(rng, params)
    for n in params:
        getattr(net, n).set_value(params[n])
    words = np.array([2, 8, 0, 3], dtype="int32")
    u, w = ([a.T for a in params[n]] for n in "UW")
    cell = Cell(u, w, params["b"])
    return Case(
        params,
        lambda: np.asarray(net.forward(words)),
        lambda: cell.unroll(params["E"].T[words], np.zeros(H)),
    )
