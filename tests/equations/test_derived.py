"""The backward pass of an altered forward, against differences of that forward along one direction."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.equations.backward import RULES
from gru_doctor.equations.chain import Chain, through
from gru_doctor.equations.derived import own_rules
from gru_doctor.equations.gru import EQUATIONS
from gru_doctor.equations.unroll import unroll
from gru_doctor.faults import blend_not_convex, reset_not_applied, wrong_activation
from gru_doctor.records import Convention

STEP = 1e-6
WITHOUT_COMPLEX = ("softplus(a)", "a / (1 + |a|)")
NOT_BY_ENTRY = ("softmax(a)", ") + h U_r")
ALTERED = [
    *reset_not_applied.FAULT.cell,
    *blend_not_convex.FAULT.cell[::7],
    *(
        a
        for a in wrong_activation.FAULT.cell[::5]
        if not any(text in a.yours for text in (*WITHOUT_COMPLEX, *NOT_BY_ENTRY))
    ),
]


def chain(convention, equations):
    generator = np.random.default_rng(3)
    shapes = {f"{k}_{g}": {"W": (3, 4), "U": (4, 4)}.get(k, (4,)) for k in "WUbc" for g in "zrn"}
    weights = {name: generator.normal(size=shape) for name, shape in shapes.items()}
    sizes = (2, 2, 3), (2, 4), (2, 2, 4)
    return Chain(weights, convention, *(0.5 * generator.normal(size=s) for s in sizes), None, equations)


def loss(c, moved):
    states = unroll({n: a + moved for n, a in c.weights.items()}, c.xs + moved, c.h0 + moved, c.convention,
                    None, c.equations)  # fmt: skip
    return float((states * c.cotangents).sum())


@pytest.mark.parametrize("altered", ALTERED, ids=lambda a: a.yours)
@pytest.mark.parametrize("update", ["keeps", "writes"])
def test_the_rules_are_those_of_the_altered_forward(altered, update):
    convention = Convention(None, update, "before", "2", "sigmoid", "tanh")
    c = chain(convention, {**EQUATIONS, **altered.equations})
    found = through(c, own_rules(c.equations))
    made = found.xs.sum() + found.h0.sum() + sum(block.sum() for block in found.weights.values())
    assert made == pytest.approx((loss(c, STEP) - loss(c, -STEP)) / (2 * STEP), rel=1e-6, abs=1e-8)


def test_the_published_equations_have_the_published_rules():
    assert own_rules(EQUATIONS) == RULES


def test_what_takes_no_complex_numbers_keeps_the_published_rule():
    (softplus,) = [a for a in wrong_activation.FAULT.cell if a.yours.startswith("n = softplus")]
    c = chain(
        Convention(None, "keeps", "before", "2", "sigmoid", "tanh"), {**EQUATIONS, **softplus.equations}
    )
    published, own = through(c), through(c, own_rules(c.equations))
    assert all(np.array_equal(own.weights[n], published.weights[n]) for n in c.weights)
