"""Lightning under its newer name."""

from gru_doctor.loaders.substitutes.pytorch_lightning import surface

__all__ = ["surface"]
