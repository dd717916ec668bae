"""float32 anywhere between input and output is noticed, whatever the dtype of what comes back."""

from __future__ import annotations

import pytest

from tests.loaders.conftest import CELL


@pytest.mark.parametrize(
    ("before", "after", "dtype"),
    [
        ("", "", "float64"),
        ("return z * h + (1 - z) * c", "return (z * h + (1 - z) * c).astype(np.float32)", "float32"),
        ("x @ self.W", "(x.astype(np.float32) @ self.W.astype(np.float32)).astype(float)", "float32"),
        ("x @ self.W", "0 * x @ self.W", "float64"),
    ],
)
def test_the_dtype_that_the_digits_tell(loads, before, after, dtype):
    assert loads(CELL.replace(before, after), "Cell").card.dtype == dtype
