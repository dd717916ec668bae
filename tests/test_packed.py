"""Packed results are what they were, in order, and take little room."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gru_doctor.packed import Packed, changed, pack, unpack
from gru_doctor.records import Evidence, Result, Target

RESULTS = [
    Result(
        Target(f"{k}.py", "GRU"), "healthy", checks=(Evidence("gates", "pass", 1e-16, parts={"z": float(k)}),)
    )
    for k in range(4)
]


@pytest.fixture
def packed() -> Packed:
    return Packed(map(pack, RESULTS))


def test_it_is_a_sequence_of_what_was_packed(packed):
    assert list(packed) == RESULTS and len(packed) == 4
    assert packed[-1] == RESULTS[-1] and list(packed[1:3]) == RESULTS[1:3]
    with pytest.raises(IndexError):
        packed[4]


def test_no_result_is_held(packed):
    assert packed[0] is not packed[0]


def test_each_is_changed_once_and_in_order(packed):
    seen = []

    def noted(result):
        seen.append(result.target.path)
        return replace(result, notes=("seen",)) if result.target.path == "2.py" else result

    after = changed(packed, noted)
    assert seen == ["0.py", "1.py", "2.py", "3.py"]
    assert [r.notes for r in after] == [(), (), ("seen",), ()]
    assert isinstance(after, Packed)
    assert changed(tuple(RESULTS), lambda r: r) == tuple(RESULTS)


def test_curves_take_a_tenth_of_their_room():
    curve = tuple(1.1 * 0.9**k for k in range(60))
    result = replace(
        RESULTS[0], checks=(Evidence("memorization", "pass", series={"yours": curve, "reference": curve}),)
    )
    assert len(pack(result)) < 1500 and unpack(pack(result)) == result
