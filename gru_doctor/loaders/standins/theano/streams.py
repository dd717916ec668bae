"""RandomStreams: numbers drawn from a seeded generator at once, not at each call of a function."""

from __future__ import annotations

from typing import Any

import torch

from gru_doctor.loaders.standins.theano.casting import cast
from gru_doctor.loaders.standins.theano.deferred import Deferred, waits
from gru_doctor.loaders.standins.theano.shaping import lengths
from gru_doctor.loaders.standins.theano.variable import Variable
from gru_doctor.loaders.standins.values import plain


class RandomStreams:
    """A source of random numbers; the same seed gives the same numbers."""

    def __init__(self, seed: Any = None, use_cuda: bool | None = None) -> None:
        self.generator = torch.Generator()
        self.seed(seed)

    def seed(self, seed: Any = None) -> None:
        """Start again from this seed."""
        self.generator.manual_seed(int(seed) if seed is not None else 0)

    def uniform(self, size: Any = (), low: Any = 0.0, high: Any = 1.0, **_: Any) -> Any:
        """Even between low and high."""
        if waits((size,)):
            return Deferred(self.uniform, (size, low, high), {})
        return low + (high - low) * self._draws(torch.rand, size)

    def normal(self, size: Any = (), avg: Any = 0.0, std: Any = 1.0, **_: Any) -> Any:
        """Normal with this mean and standard deviation."""
        if waits((size,)):
            return Deferred(self.normal, (size, avg, std), {})
        return avg + std * self._draws(torch.randn, size)

    def binomial(
        self,
        size: Any = (),
        n: int = 1,
        p: Any = 0.5,
        ndim: Any = None,
        dtype: Any = "int64",
        **_: Any,
    ) -> Any:
        """How many of n tries of chance p succeed."""
        if waits((size,)):
            return Deferred(self.binomial, (size, n, p, ndim, dtype), {})
        tries = [self._draws(torch.rand, size) < p for _ in range(n)]
        return cast(torch.stack([plain(t) for t in tries]).sum(0), dtype)

    def _draws(self, draw: Any, size: Any) -> Any:
        shape = tuple(map(int, lengths(size)))
        return draw(shape, generator=self.generator, dtype=torch.float64).as_subclass(Variable)
