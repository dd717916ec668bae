"""Other people's gradient checks on the same objects: each is handed the user's forward and backward.

The loss is a function of every parameter, the inputs and the first state; a check that raises has
detected something, and what it says is kept.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gru_doctor.checks.probe import call, weights
from gru_doctor.checks.pulled import returned
from gru_doctor.records import Array, Options
from gru_doctor.subject import Subject


@dataclass(frozen=True)
class Pulled:
    """A Subject as a function of a flat list of arrays (the parameters by name, xs, h0) and its pullback."""

    subject: Subject
    names: tuple[str, ...]
    start: tuple[Array, ...]
    options: Options
    asked: Any

    def value(self, *arrays: Array) -> Array:
        """The outputs (T, B, H) or the last state (B, H)."""
        asked = self._placed(arrays)
        return np.array(returned(self.subject.run(asked), self._shaped()))

    def pullback(self, cotangent: Array, *arrays: Array) -> tuple[Array, ...]:
        """The gradient by the user's backward; zeros where it gives none."""
        asked = self._placed(arrays)
        found = self.subject.gradient(asked, cotangent)
        if found.complaint:
            raise RuntimeError(found.complaint)
        given = [found.weights.get(n) for n in self.names] + [found.xs]
        given += [found.h0] if asked.h0 is not None else []
        return tuple(
            np.zeros_like(a) if g is None else np.array(g) for g, a in zip(given, arrays, strict=True)
        )

    def _placed(self, arrays: tuple[Array, ...]) -> Any:
        self.subject.assign(
            {n: np.array(a) for n, a in zip(self.names, arrays[: len(self.names)], strict=True)}
        )
        rest = [np.array(a) for a in arrays[len(self.names) :]]
        return replace(self.asked, xs=rest[0], h0=rest[1] if len(rest) > 1 else None)

    def _shaped(self) -> Array:
        card = self.subject.card
        whole = card.returns_sequence or card.level == "cell"
        shape = (len(self.asked.xs), self.asked.xs.shape[1], card.hidden_size)
        return np.zeros(shape if whole else shape[1:])


def pulled(subject: Subject, options: Options, steps: int) -> Pulled:
    """The function at a random point."""
    generator = np.random.default_rng([options.seed, 5, steps, 0])
    drawn = weights(subject.card, generator, scale=0.6)
    subject.assign(drawn)
    asked = call(subject.card, options, generator, steps)
    ends = [asked.xs] + ([asked.h0] if asked.h0 is not None else [])
    return Pulled(subject, tuple(drawn), (*drawn.values(), *ends), options, asked)


def torch_check(fast: bool, f: Pulled) -> str:
    """What torch.autograd.gradcheck says of a right or wrong backward; empty where it passes."""
    import torch

    class Step(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, *arrays: Any) -> Any:
            ctx.save_for_backward(*arrays)
            return torch.from_numpy(f.value(*(a.detach().numpy() for a in arrays)))

        @staticmethod
        def backward(ctx: Any, cotangent: Any) -> Any:
            arrays = [a.detach().numpy() for a in ctx.saved_tensors]
            return tuple(torch.from_numpy(g) for g in f.pullback(cotangent.numpy(), *arrays))

    leaves = [torch.tensor(a, dtype=torch.float64, requires_grad=True) for a in f.start]
    try:
        torch.autograd.gradcheck(Step.apply, leaves, fast_mode=fast)
    except Exception as trouble:  # whatever it raises is its answer
        return f"{type(trouble).__name__}: {trouble}"
    return ""


def jax_check(f: Pulled) -> str:
    """What jax.test_util.check_grads says (order 1, reverse mode, its own tolerances)."""
    import jax
    from jax.test_util import check_grads

    jax.config.update("jax_enable_x64", True)
    shape = jax.ShapeDtypeStruct(f.value(*f.start).shape, np.float64)

    @jax.custom_vjp
    def step(*arrays: Any) -> Any:
        return jax.pure_callback(lambda *a: f.value(*map(np.asarray, a)), shape, *arrays)

    def back(arrays: Any, cotangent: Any) -> Any:
        shapes = tuple(jax.ShapeDtypeStruct(a.shape, np.float64) for a in arrays)
        return jax.pure_callback(
            lambda c, *a: f.pullback(np.asarray(c), *map(np.asarray, a)), shapes, cotangent, *arrays
        )

    step.defvjp(lambda *arrays: (step(*arrays), arrays), back)
    try:
        check_grads(step, tuple(map(np.asarray, f.start)), order=1, modes=["rev"])
    except Exception as trouble:  # whatever it raises is its answer
        return f"{type(trouble).__name__}: {trouble}"
    return ""


def autograd_check(f: Pulled) -> str:
    """What autograd's check_grads says (order 1, reverse mode, every argument)."""
    from autograd.extend import defvjp, primitive
    from autograd.test_util import check_grads

    @primitive  # type: ignore[untyped-decorator]
    def step(*arrays: Any) -> Any:
        return f.value(*arrays)

    def pullback(k: int) -> Callable[..., Any]:
        return lambda answer, *arrays: lambda g: f.pullback(np.asarray(g), *arrays)[k]

    every = tuple(range(len(f.start)))
    defvjp(step, *(pullback(k) for k in every))
    np.random.seed(0)  # it draws from the generator of the process
    try:
        check_grads(step, every, modes=["rev"], order=1)(*f.start)
    except Exception as trouble:  # whatever it raises is its answer
        return f"{type(trouble).__name__}: {trouble}"
    return ""


COSTLY = ("gradcheck slow", "gradcheck fast")
"""A forward pass for every number: the slow mode always, the fast one once it has failed."""
NEEDS = {
    "gradcheck slow": "torch",
    "gradcheck fast": "torch",
    "jax check_grads": "jax",
    "autograd check_grads": "autograd",
}


def missing() -> list[str]:
    """The peers that are not installed here."""
    return [name for name, needed in NEEDS.items() if not importlib.util.find_spec(needed)]


def peers() -> dict[str, Callable[[Pulled], str]]:
    """The checks that are installed here, by name."""
    every: dict[str, Callable[[Pulled], str]] = {
        "gradcheck slow": lambda f: torch_check(False, f),
        "gradcheck fast": lambda f: torch_check(True, f),
        "jax check_grads": jax_check,
        "autograd check_grads": autograd_check,
    }
    return {name: check for name, check in every.items() if name not in missing()}
