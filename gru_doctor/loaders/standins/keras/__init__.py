"""Keras 0.x on the Theano stand-in: what a layer of one's own is built from."""

from __future__ import annotations

from gru_doctor.loaders.standins.facade import Surface
from gru_doctor.loaders.standins.keras import activations, initializations, layers, sharing


def surface() -> Surface:
    """The modules of Keras 0.x that can be imported, and the names in each."""
    core = {"Layer": layers.Layer, "MaskedLayer": layers.MaskedLayer}
    return {
        "keras": {"__version__": "0.1.0"},
        "keras.activations": {**activations.FUNCTIONS, "get": activations.get},
        "keras.initializations": {**initializations.FUNCTIONS, "get": initializations.get},
        "keras.layers": core,
        "keras.layers.core": core,
        "keras.layers.recurrent": {"Recurrent": layers.Recurrent},
        "keras.utils.theano_utils": sharing.FUNCTIONS,
    }
