"""JAX files, where JAX is installed: arrays are replaced where they are held."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.records import Options, Target
from gru_doctor.subject import Call

pytest.importorskip("jax")

CELL = """
import jax.numpy as jnp
from jax.nn import sigmoid

params = {k: jnp.zeros((n, 21)) for k, n in (("W", 3), ("U", 7))}

def gru(x, h):
    a, b = x @ params["W"], h @ params["U"]
    z, r = sigmoid(a[:, :7] + b[:, :7]), sigmoid(a[:, 7:14] + b[:, 7:14])
    n = jnp.tanh(a[:, 14:] + r * b[:, 14:])
    return z * h + (1 - z) * n
"""


def test_what_is_assigned_is_what_the_next_call_uses(write):
    from gru_doctor.loaders.load import load

    subject = load(Target(write(CELL), "gru"), Options())
    assert (subject.card.framework, subject.card.dtype) == ("jax", "float64")
    call = Call(np.full((1, 2, 3), 0.5), np.full((2, 7), 0.25))
    subject.assign({p.name: np.zeros(p.shape) for p in subject.card.parameters})
    assert np.array_equal(subject.run(call).last, np.full((2, 7), 0.125))
    subject.assign({p.name: np.full(p.shape, 0.1) for p in subject.card.parameters})
    assert all((a == 0.1).all() for a in subject.weights().values())
    assert not np.allclose(subject.run(call).last, 0.125)
