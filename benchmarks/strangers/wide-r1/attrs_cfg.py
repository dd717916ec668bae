import attr
import numpy as np
import yaml
from tqdm import tqdm
from omegaconf import OmegaConf


@attr.s(auto_attribs=True)
class Config:
    n_in: int = 5
    n_hid: int = 7
    scale: float = 0.2


class Gru:
    def __init__(self, cfg: Config):
        g = np.random.default_rng(0)
        self.cfg = cfg
        self.w = {k: g.normal(size=(cfg.n_in + cfg.n_hid, cfg.n_hid)) * cfg.scale for k in 'zrc'}
        self.b = {k: np.zeros(cfg.n_hid) for k in 'zrc'}

    def __call__(self, seq):
        h = np.zeros(self.cfg.n_hid)
        for x in tqdm(seq):
            xh = np.concatenate([x, h])
            z = 1 / (1 + np.exp(-(xh @ self.w['z'] + self.b['z'])))
            r = 1 / (1 + np.exp(-(xh @ self.w['r'] + self.b['r'])))
            c = np.tanh(np.concatenate([x, r * h]) @ self.w['c'] + self.b['c'])
            h = z * h + (1 - z) * c
        return h
