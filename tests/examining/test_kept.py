from __future__ import annotations

from gru_doctor.examining.kept import kept_of
from gru_doctor.records import Problem, Result, Target


def test_what_is_left_out_beside_a_cell_is_named_and_alone_it_stands():
    right = Result(Target("mine.py", "Cell", 3), "healthy")
    other = Result(
        Target("mine.py", "Ladder", 9), "error", error=Problem("construct", "Ladder: put together oddly")
    )
    (kept,) = kept_of([right, other])
    assert (kept.target, kept.verdict) == (right.target, "healthy")
    assert kept.notes == ("beside it there is no verdict on Ladder (line 9): put together oddly",)
    assert kept_of([other]) == [other] and kept_of([right]) == [right]
