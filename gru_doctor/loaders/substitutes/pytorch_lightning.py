"""Lightning: a LightningModule is a torch module that can log."""

from __future__ import annotations

from typing import Any

from gru_doctor.loaders.standins.facade import Surface


def surface() -> Surface:
    """See the package."""
    from torch.nn import Module

    def quiet(self: Module, *_: Any, **__: Any) -> None:
        """Say nothing."""

    silent = {"log": quiet, "log_dict": quiet, "save_hyperparameters": quiet}
    names = {"LightningModule": type("LightningModule", (Module,), silent)}
    return {"pytorch_lightning": names, "lightning": names, "lightning.pytorch": names}
