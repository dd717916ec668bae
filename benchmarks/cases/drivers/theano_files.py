"""Drivers of the Theano files, run through PyTensor (the same scan) under Theano's names."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace

import numpy as np

from .case import Array, B, Case, D, H, T, fill
from .numpy_cells import inputs
from .reference import Cell, thirds


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
    mask = np.array([[1.0, 1.0], [1.0, 0.0], [1.0, 1.0], [1.0, 0.0]])
    tp = {name: theano.tensor.TensorType("float64", value.ndim * (None,))() for name, value in params.items()}
    x, k = theano.tensor.tensor3(), theano.tensor.matrix()
    out = m.gru_layer(tp, x, {"dim": H}, mask=k)[0]
    f = theano.function([x, k, *tp.values()], out, on_unused_input="ignore")
    W = [*thirds(params["gru_W"], "rz"), params["gru_Wx"]]
    U = [*thirds(params["gru_U"], "rz"), params["gru_Ux"]]
    b = [*thirds(params["gru_b"], "rz"), params["gru_bx"]]
    cell = Cell(W, U, b, after=True)

    def run() -> Array:
        return np.asarray(f(arrays["x"], mask, *params.values()))

    return Case(arrays, run, lambda: cell.unroll(arrays["x"], np.zeros((B, H)), mask))
