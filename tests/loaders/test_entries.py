"""Which axis is time, read from the code."""

import ast

import pytest

from gru_doctor.loaders.entries import loops, stepped_axis


@pytest.mark.parametrize(
    ("code", "axis"),
    [
        ("N, T, D = x.shape", 1),
        ("T, N, _ = x.shape", 0),
        ("bs, seq_len, _ = x.size()", 1),
        ("nsteps = x.shape[0]", 0),
        ("for t in range(9):\n    y = x[:, t]", 1),
        ("for k in range(9):\n    y = x[:, :, k]", 2),
        ("y = m[:, None] * x[:, n]", None),
    ],
)
def test_the_axis_of_time(code: str, axis: int | None) -> None:
    assert stepped_axis(ast.parse(code)) == axis


@pytest.mark.parametrize(
    ("code", "over_time"),
    [
        ("for x in xs: h = f(x, h)", True),
        ("for g in ('z', 'r'): pre[g] = W[g] @ x", False),
        ("hs, _ = theano.scan(step, xs)", True),
        ("h = f(x, h)", False),
    ],
)
def test_loops_over_time(code: str, over_time: bool) -> None:
    assert loops(ast.parse(code)) is over_time
