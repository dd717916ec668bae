from __future__ import annotations

import pytest

from gru_doctor.records import Report, Result, Target
from gru_doctor.verdicts import exit_code


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        (["healthy"], 0),
        (["healthy", "faulty"], 1),
        (["error", "faulty", "healthy"], 2),
        ([], 2),
    ],
)
def test_the_largest_code_wins_and_nothing_is_never_green(verdicts, code):
    results = tuple(Result(Target("a.py", "f"), verdict) for verdict in verdicts)
    assert exit_code(Report("0", 0, results)) == code
