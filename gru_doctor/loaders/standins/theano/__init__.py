"""Theano, eager: importing this package imports torch."""

from __future__ import annotations

from typing import Any

from gru_doctor.loaders.standins.facade import Surface
from gru_doctor.loaders.standins.theano import (
    elementwise,
    flow,
    gradient,
    indexing,
    nnet,
    placeholders,
    products,
    reducing,
    shaping,
)
from gru_doctor.loaders.standins.theano.casting import cast, config
from gru_doctor.loaders.standins.theano.deferred import Deferred
from gru_doctor.loaders.standins.theano.function import Function, In, evaluated, function
from gru_doctor.loaders.standins.theano.outcomes import Updates, until
from gru_doctor.loaders.standins.theano.scan import scan
from gru_doctor.loaders.standins.theano.streams import RandomStreams
from gru_doctor.loaders.standins.theano.variable import (
    SharedVariable,
    Variable,
    attach,
    constant,
    lift,
    shared,
)

_BOTH = {
    **elementwise.FUNCTIONS, **shaping.FUNCTIONS, **reducing.FUNCTIONS, **products.FUNCTIONS,
    "take": indexing.take,
}  # fmt: skip
"""What is a function of theano.tensor and, with the value first, a method of a value."""

_NO_METHODS = {"shape", "alloc", "zeros", "ones", "stack"}
attach(
    {name: _BOTH[name] for name in _BOTH.keys() - _NO_METHODS}
    | elementwise.OPERATORS
    | {
        "__getitem__": indexing.index, "__matmul__": products.dot, "astype": cast,
        "copy": lambda x, name=None: x * 1, "T": property(shaping.transpose),
    }
)  # fmt: skip
Deferred.shape = property(shaping.shape)  # type: ignore[attr-defined]
Deferred.eval = evaluated  # type: ignore[attr-defined]

_RANDOM = {"RandomStreams": RandomStreams, "MRG_RandomStreams": RandomStreams}


def surface() -> Surface:
    """The modules of Theano that can be imported, and the names in each."""
    tensor: dict[str, Any] = {
        **_BOTH, **placeholders.FUNCTIONS, **gradient.FUNCTIONS, **nnet.FUNCTIONS,
        "cast": cast, "constant": constant, "as_tensor_variable": lift, "as_tensor": lift,
        "set_subtensor": indexing.set_subtensor, "inc_subtensor": indexing.inc_subtensor,
        "TensorVariable": Variable, "Variable": Variable, "TensorSharedVariable": SharedVariable,
    }  # fmt: skip
    tensor_only = {name: tensor[name] for name in tensor.keys() - (nnet.FUNCTIONS.keys() - {"softmax"})}
    loops = {"scan": scan, "until": until}
    top = {
        "config": config, "shared": shared, "function": function, "grad": gradient.grad,
        "scan": scan, "In": In, "Param": In, "Variable": Variable, "OrderedUpdates": Updates,
        "__version__": "1.0.5",
    }  # fmt: skip
    return {
        "theano": top,
        "theano.tensor": tensor_only,
        "theano.tensor.nnet": nnet.FUNCTIONS,
        "theano.tensor.nnet.nnet": nnet.FUNCTIONS,
        "theano.tensor.extra_ops": {name: _BOTH[name] for name in ("repeat", "cumsum", "squeeze")},
        "theano.tensor.shared_randomstreams": _RANDOM,
        "theano.sandbox.rng_mrg": _RANDOM,
        "theano.gradient": gradient.FUNCTIONS,
        "theano.ifelse": {"ifelse": flow.ifelse},
        "theano.printing": {"Print": flow.Print},
        "theano.scan_module": loops,
        "theano.scan_module.scan_utils": {"until": until},
        "theano.compile": {
            "SharedVariable": SharedVariable,
            "Function": Function,
            "function": function,
        },
        "theano.compile.sharedvalue": {"SharedVariable": SharedVariable, "shared": shared},
        "theano.configdefaults": {"config": config},
    }
