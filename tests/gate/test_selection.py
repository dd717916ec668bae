from __future__ import annotations

import pytest

from gru_doctor.errors import UsageTrouble
from gru_doctor.gate.selection import Selection, prefixes


def test_codes_names_and_families():
    assert prefixes("GRU114, 5xx,gru2,reset-misplaced") == ("GRU114", "GRU5", "GRU2", "GRU115")
    assert prefixes("") == ()


@pytest.mark.parametrize("word", ["GRU999", "6xx", "GRU", "reset"])
def test_what_is_no_fault_is_refused(word):
    with pytest.raises(UsageTrouble):
        prefixes(word)


def test_the_nearest_name_is_told():
    with pytest.raises(UsageTrouble) as stop:
        prefixes("reset-misplace")
    assert stop.value.hint == "did you mean 'reset-misplaced'?"


def test_ignored_wins_over_selected():
    selection = Selection(("GRU1",), ("GRU114",))
    assert selection.reason("GRU115") is None
    assert selection.reason("GRU114") == "--ignore"
    assert selection.reason("GRU501") == "not in --select"
    assert Selection().reason("GRU501") is None
