"""Keras 2 and 3 imported by its own name, on the TensorFlow stand-in."""

from __future__ import annotations

from gru_doctor.loaders.standins.facade import Surface
from gru_doctor.loaders.standins.tensorflow import keras, variables


def surface() -> Surface:
    """The modules that can be imported, and the names in each; starts anew."""
    variables.reset()
    return keras.surface("keras")
