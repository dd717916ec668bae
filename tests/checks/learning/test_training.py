"""Adam and the loss against torch's; where a curve stops."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.checks.learning.scoring import cross_entropy
from gru_doctor.checks.learning.training import RATE, Adam, until


def test_adam_is_torch_adam():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    start, slopes = rng.normal(size=(4, 3)), rng.normal(size=(30, 4, 3))
    ours = Adam({"W": start})
    theirs = torch.tensor(start, requires_grad=True)
    optimizer = torch.optim.Adam([theirs], lr=RATE)
    for slope in slopes:
        ours.step({"W": slope})
        theirs.grad = torch.tensor(slope)
        optimizer.step()
    assert np.allclose(ours.arrays["W"], theirs.detach().numpy(), rtol=0, atol=1e-13)


def test_a_missing_gradient_moves_nothing():
    adam = Adam({"W": np.ones(3), "b": np.ones(2)})
    adam.step({"W": np.ones(3)})
    assert (adam.arrays["b"] == 1).all()
    assert np.allclose(adam.arrays["W"], 1 - RATE)


def test_cross_entropy_is_torch_cross_entropy():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(1)
    scores, targets = 5 * rng.normal(size=(6, 4)), rng.integers(4, size=6)
    loss, slope = cross_entropy(scores, targets)
    theirs = torch.tensor(scores, requires_grad=True)
    true = torch.nn.functional.cross_entropy(theirs, torch.tensor(targets))
    true.backward()
    assert loss == pytest.approx(true.item(), rel=1e-14)
    assert np.allclose(slope, theirs.grad.numpy(), rtol=0, atol=1e-15)


@pytest.mark.parametrize(
    ("curve", "kept"),
    [
        ([3.0, 2.0, 1.0, 0.5], (3.0, 2.0, 1.0)),
        ([3.0, float("inf"), 1.0], (3.0, float("inf"))),
        ([3.0] * 9, (3.0,) * 5),
    ],
)
def test_a_curve_ends_learned_broken_or_out_of_steps(curve, kept):
    assert until(curve, goal=1.0, limit=5) == kept
