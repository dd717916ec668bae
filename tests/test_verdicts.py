from __future__ import annotations

import pytest

from gru_doctor.records import Finding, Report, Result, Target
from gru_doctor.verdicts import Gate, exit_code


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


def found(severity, silenced=None, verdict="faulty"):
    finding = Finding("GRU114", "made-up", severity, None, "", silenced=silenced)
    return Result(Target("a.py", "f"), verdict, findings=(finding,))


@pytest.mark.parametrize(
    ("result", "gate", "code"),
    [
        (found("error", "in the baseline"), Gate(), 0),
        (found("error"), Gate("never"), 0),
        (found("warning", verdict="healthy"), Gate(), 0),
        (found("warning", verdict="healthy"), Gate("warning"), 1),
        (found("warning", "--ignore", "healthy"), Gate("warning"), 0),
        (found("error", "in the baseline"), Gate("warning", unused=1), 1),
        (Result(Target("a.py", "f"), "error"), Gate("never"), 2),
    ],
)
def test_what_is_let_through_does_not_count_and_nothing_examined_always_does(result, gate, code):
    assert exit_code(Report("0", 0, (result,)), gate) == code
