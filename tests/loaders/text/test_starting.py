"""The initial state by what takes its place where it is left out."""

import ast

import pytest

from gru_doctor.loaders.text.starting import stands_for_fresh


@pytest.mark.parametrize(
    ("code", "fresh"),
    [
        ("if q is None:\n    q = np.zeros((n, k))", True),
        ("if q is not None:\n    s = q\nelse:\n    s = torch.ones(n, k)", True),
        ("s = q if q is not None else self.begin(x)", True),
        ("s = q or np.zeros(k)", True),
        ("if q is None:\n    q = x.mean(0)", False),
        ("if p is None:\n    p = np.zeros(k)", False),
        ("s = q + np.zeros(k)", False),
    ],
)
def test_what_is_replaced_by_a_fresh_state(code: str, fresh: bool) -> None:
    assert stands_for_fresh(ast.parse(code), "q") is fresh
