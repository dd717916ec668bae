from dataclasses import dataclass, field
from typing import Tuple

import numpy as np


@dataclass
class CellConfig:
    n_features: int = 16
    n_units: int = 32
    init_scale: float = 0.08
    seed: int = 0


@dataclass
class Weights:
    kernel: np.ndarray
    recurrent: np.ndarray
    offset: np.ndarray

    @classmethod
    def random(cls, cfg: CellConfig) -> "Weights":
        rng = np.random.default_rng(cfg.seed)
        s = cfg.init_scale
        return cls(
            kernel=rng.uniform(-s, s, (cfg.n_features, cfg.n_units)),
            recurrent=rng.uniform(-s, s, (cfg.n_units, cfg.n_units)),
            offset=np.zeros(cfg.n_units),
        )

    def __call__(self, x: np.ndarray, h: np.ndarray) -> np.ndarray:
        return x @ self.kernel + h @ self.recurrent + self.offset


@dataclass
class GatedCell:
    cfg: CellConfig
    write: Weights = field(init=False)
    look: Weights = field(init=False)
    body: Weights = field(init=False)

    def __post_init__(self) -> None:
        self.write = Weights.random(self.cfg)
        self.look = Weights.random(self.cfg)
        self.body = Weights.random(self.cfg)

    def __call__(self, state: np.ndarray, inp: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
        w = 1 / (1 + np.exp(-self.write(inp, state)))
        look = 1 / (1 + np.exp(-self.look(inp, state)))
        proposal = np.tanh(self.body(inp, look * state))
        new_state = state + w * (proposal - state)
        return new_state, new_state
