"""What the tests of the equations share: a draw of numbers, and closeness to the largest entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest

from gru_doctor.records import Convention

BATCH, INPUT, HIDDEN = 2, 3, 5
GATES = "zrn"
BLOCKS = {
    "0": (),
    "1": ("b_z", "b_r", "b_n"),
    "2": ("b_z", "b_r", "b_n", "c_z", "c_r", "c_n"),
    "input+candidate": ("b_z", "b_r", "b_n", "c_n"),
}


class Drawn(NamedTuple):
    """The arguments of one sequence."""

    weights: dict[str, Any]
    xs: Any
    h0: Any
    convention: Convention
    cotangents: Any
    mask: Any


def _draw(convention: Convention, seed: int = 0, steps: int = 4) -> Drawn:
    rng = np.random.default_rng(seed)
    rows = {"W": (INPUT,), "U": (HIDDEN,)}
    names = [f"{kind}_{g}" for kind in "WU" for g in GATES] + list(BLOCKS[convention.biases or "0"])
    return Drawn(
        {name: rng.normal(scale=0.5, size=(*rows.get(name[0], ()), HIDDEN)) for name in names},
        rng.normal(size=(steps, BATCH, INPUT)),
        rng.normal(size=(BATCH, HIDDEN)),
        convention,
        rng.normal(size=(steps, BATCH, HIDDEN)),
        rng.integers(0, 2, size=(steps, BATCH)).astype(float),
    )


def _gap(found: Any, expected: Any) -> float:
    found, expected = np.asarray(found), np.asarray(expected)
    assert found.shape == expected.shape
    if not expected.size:
        return 0.0
    assert np.isfinite(found).all()
    size = np.abs(expected).max()
    return float(np.abs(found - expected).max() / (size if size > 0 else 1.0))


@pytest.fixture(scope="session")
def draw() -> Callable[..., Drawn]:
    """draw(convention, seed=0, steps=4): random arguments of a sequence under a convention."""
    return _draw


@pytest.fixture(scope="session")
def gap() -> Callable[[Any, Any], float]:
    """gap(found, expected): the largest difference, relative to the largest expected entry."""
    return _gap


@pytest.fixture(
    scope="session",
    params=[
        Convention(update=update, reset=reset, biases=biases)
        for update in ("keeps", "writes")
        for reset in ("before", "after")
        for biases in BLOCKS
    ],
    ids=lambda c: f"{c.update}-{c.reset}-{c.biases}",
)
def convention(request: pytest.FixtureRequest) -> Convention:
    """Each published reading of the blend, the reset and the biases, one after another."""
    found: Convention = request.param
    return found


STEP = 1e-30


def _complex_step(loss: Callable[[Any], Any], array: Any) -> Any:
    found = np.zeros(array.shape)
    for index in np.ndindex(array.shape):
        moved = array.astype(complex)
        moved[index] += 1j * STEP
        found[index] = loss(moved).imag / STEP
    return found


def _packed(blocks: dict[str, Any]) -> dict[str, Any]:
    """Our blocks, or their gradients, as PyTorch names and packs them."""
    kinds = {"weight_ih": "W", "weight_hh": "U", "bias_ih": "b", "bias_hh": "c"}
    return {name: np.concatenate([blocks[f"{k}_{g}"].T for g in "rzn"]) for name, k in kinds.items()}


def _given_to(theirs: Any, weights: dict[str, Any]) -> Any:
    import torch

    packed = _packed(weights)
    with torch.no_grad():
        for name, parameter in theirs.named_parameters():
            parameter.copy_(torch.tensor(packed[name.removesuffix("_l0")]))
    return theirs


def _gradients(theirs: Any) -> dict[str, Any]:
    return {name.removesuffix("_l0"): p.grad for name, p in theirs.named_parameters()}


@pytest.fixture(scope="session")
def complex_step() -> Callable[..., Any]:
    """complex_step(loss, array): dL/d(array), one entry after another, exact to rounding."""
    return _complex_step


@pytest.fixture(scope="session")
def given_to() -> Callable[..., Any]:
    """given_to(theirs, weights): a cell or layer of PyTorch with our weights."""
    return _given_to


@pytest.fixture(scope="session")
def weights_gap() -> Callable[..., float]:
    """weights_gap(blocks, theirs): how far our gradients are from those left on a PyTorch object."""

    def largest(blocks: dict[str, Any], theirs: Any) -> float:
        true, ours = _gradients(theirs), _packed(blocks)
        return max(_gap(ours[name], true[name]) for name in ours)

    return largest
