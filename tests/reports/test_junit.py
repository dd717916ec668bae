from __future__ import annotations

import pytest

from gru_doctor.reports.junit import render


@pytest.mark.parametrize("name", ["healthy", "faulty", "broken"])
def test_golden(name, request, golden):
    golden(f"junit_{name}.txt", render(request.getfixturevalue(name)))
