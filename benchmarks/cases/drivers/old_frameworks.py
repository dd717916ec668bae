"""Drivers of the Keras 0.x and TensorFlow 1 files, over the smallest stand-ins that run them."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from . import theano_files
from .case import Array, B, Case, D, H, T, fill
from .numpy_cells import inputs
from .reference import Cell, hard_sigmoid, thirds

VARIABLES: dict[str, Array] = {}
SCOPE: list[str] = []


class Eager(np.ndarray):
    """An array that knows TensorFlow's way of asking for a shape."""

    def get_shape(self) -> Any:
        return SimpleNamespace(as_list=lambda: list(self.shape))


def eager(a: Array) -> Any:
    return np.asarray(a).view(Eager)


@contextlib.contextmanager
def variable_scope(name: str) -> Iterator[None]:
    """Nested names for the variables."""
    SCOPE.append(name)
    yield
    SCOPE.pop()


def get_variable(name: str, shape: list[int], initializer: Any = None) -> Any:
    """The variable of that name; made at the first call, from its name's own seed."""
    key = "/".join([*SCOPE, name])
    if key not in VARIABLES:
        seed = sum(map(ord, key))
        VARIABLES[key] = np.random.default_rng(seed).normal(size=shape) * 0.6
    return eager(VARIABLES[key])


def fake_tensorflow() -> ModuleType:
    """The dozen functions of TensorFlow 1 that the cells call, eager."""
    tf = ModuleType("tensorflow")
    tf.__dict__.update(
        variable_scope=variable_scope,
        get_variable=get_variable,
        constant_initializer=lambda value: value,
        matmul=lambda a, b: eager(a @ b),
        split=lambda a, n, axis: [eager(p) for p in np.split(a, n, axis=axis)],
        concat=lambda parts, axis: eager(np.concatenate(parts, axis)),
        zeros=lambda shape, dtype: eager(np.zeros(shape)),
        sigmoid=lambda a: 1 / (1 + np.exp(-a)),
        tanh=np.tanh,
        float32=np.float32,
        nn=SimpleNamespace(relu=lambda a: np.maximum(a, 0), rnn_cell=SimpleNamespace(RNNCell=object)),
    )
    return tf


def fake_keras() -> dict[str, ModuleType]:
    """Keras 0.x as far as a recurrent layer sees it; padding is a step of zeros."""
    import theano
    import theano.tensor as tt

    class Recurrent:
        def get_input(self, train: bool = False) -> Any:
            return self.input

        def get_padded_shuffled_mask(self, train: bool, X: Any, pad: int = 0) -> Any:
            mask = tt.cast(tt.neq(X, 0).any(axis=2), "float64").dimshuffle(1, 0)
            before = tt.zeros((pad, mask.shape[1]))
            return tt.concatenate([before, mask], axis=0)[: mask.shape[0]].dimshuffle(0, 1, "x")

    def start(shape: Any) -> Any:
        return theano.shared(np.zeros(shape))

    functions = {"tanh": tt.tanh, "sigmoid": tt.nnet.sigmoid, "relu": lambda a: tt.maximum(a, 0)}
    functions["hard_sigmoid"] = tt.nnet.hard_sigmoid
    parts = {
        "keras": {},
        "keras.activations": {"get": functions.__getitem__},
        "keras.initializations": {"get": lambda name: start},
        "keras.layers": {},
        "keras.layers.recurrent": {"Recurrent": Recurrent},
        "keras.utils": {},
        "keras.utils.theano_utils": {
            "shared_zeros": start,
            "alloc_zeros_matrix": lambda *dims: tt.alloc(np.float64(0), *dims),
        },
    }
    modules = {}
    for name, content in parts.items():
        modules[name] = ModuleType(name)
        modules[name].__dict__.update(content)
    modules["keras"].__dict__.update({k: modules[f"keras.{k}"] for k in ("activations", "initializations")})
    return modules


def install() -> None:
    """Put the stand-ins where the files look for them."""
    theano_files.install()
    sys.modules["theano.tensor"].unbroadcast = lambda a, *axes: a  # type: ignore[attr-defined]
    sys.modules.update({"tensorflow": fake_tensorflow()} | fake_keras())


def recurrent_old(m: ModuleType, rng: np.random.Generator) -> Case:
    import theano

    net = m.GatedUnit(D, H, return_sequences=True)
    names = [f"{k}_{g}" for k in "WUb" for g in "urc"]
    params = {n: getattr(net, n).get_value() for n in names}
    arrays = fill(rng, params) | inputs(rng, x=(B, T, D))
    for n in names:
        getattr(net, n).set_value(params[n])
    arrays["x"][1, :2] = 0  # padding in front
    f = theano.function([net.input], net.get_output())
    net.return_sequences = False
    last = theano.function([net.input], net.get_output())
    a = list(params.values())
    cell = Cell(a[0:3], a[3:6], a[6:9], gate=hard_sigmoid)
    real = (arrays["x"] != 0).any(axis=2).T.astype(float)

    def expected() -> Array:
        h, states = np.zeros((B, H)), []
        for t, x in enumerate(arrays["x"].swapaxes(0, 1)):
            h = cell.step(x, h * (real[t - 1][:, None] if t else 0))
            states.append(h)
        return np.stack(states, axis=1)

    return Case(
        arrays,
        lambda: np.asarray(f(arrays["x"])),
        expected,
        extra=lambda: np.asarray(last(arrays["x"])),
    )


def rnn_cell_old(m: ModuleType, rng: np.random.Generator) -> Case:
    VARIABLES.clear()
    net = m.MyCell(H)
    data = inputs(rng, x=(B, D), h=(B, H))

    def run() -> Array:
        return np.asarray(net(eager(data["x"]), eager(data["h"]))[0])

    run()
    w = {k.split("/")[-1]: v for k, v in VARIABLES.items()}
    named = [w.get(k, np.zeros(3 * H)) for k in ("W_x", "W_h", "bias")]
    cell = Cell(*[thirds(v, "rzn") for v in named], after=True)
    return Case(data, run, lambda: cell.step(data["x"], data["h"]))


def tf_linear(m: ModuleType, rng: np.random.Generator) -> Case:
    VARIABLES.clear()
    net = m.GatedDecoderCell(H)
    data = inputs(rng, x=(B, D), h=(B, H))

    def run() -> Array:
        return np.asarray(net(eager(data["x"]), eager(data["h"]))[0])

    run()
    w = VARIABLES

    def expected() -> Array:
        mats = [*thirds(w["Gates/Matrix"], "rz"), w["Candidate/Matrix"]]
        biases = [*thirds(w["Gates/Bias"], "rz"), w["Candidate/Bias"]]
        cell = Cell([a[:D] for a in mats], [a[D:] for a in mats], biases)
        return cell.step(data["x"], data["h"])

    return Case(data, run, expected)
