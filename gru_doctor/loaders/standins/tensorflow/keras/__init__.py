"""tf.keras, and Keras from 2 on: what layers and cells of one's own are built from, run at once."""

from __future__ import annotations

from typing import Any

from gru_doctor.loaders.standins.facade import Surface
from gru_doctor.loaders.standins.tensorflow.keras import backend, layer, layers, names, ops, recurrent
from gru_doctor.loaders.standins.tensorflow.session import noop

_BASE = {"Layer": layer.Layer}


def surface(root: str) -> Surface:
    """The modules below `root` (keras, tensorflow.keras) and the names in each."""
    functions = names.ACTIVATIONS
    within: dict[str, dict[str, Any]] = {
        "": {"Model": layer.Model, "Sequential": layers.Sequential, **_BASE},
        ".layers": {**_BASE, **layers.LAYERS, **recurrent.LAYERS},
        ".backend": backend.FUNCTIONS,
        ".ops": ops.FUNCTIONS,
        ".activations": {**functions, "get": names.activation},
        ".initializers": {**names.INITIALIZERS, "get": names.initializer},
        ".models": {"Model": layer.Model, "Sequential": layers.Sequential},
        ".regularizers": dict.fromkeys(("get", "l1", "l2", "L1", "L2", "l1_l2"), noop),
        ".constraints": dict.fromkeys(("get", "max_norm", "MaxNorm", "non_neg"), noop),
        ".random": {"normal": names.random_normal, "uniform": names.random_uniform},
        ".saving": {"register_keras_serializable": names.unchanged},
        ".utils": {"register_keras_serializable": names.unchanged},
        ".engine": _BASE,
        ".engine.topology": _BASE,
        ".engine.base_layer": _BASE,
    }
    return {f"{root}{end}": held for end, held in within.items()}
