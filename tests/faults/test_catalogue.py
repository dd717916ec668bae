from __future__ import annotations

import pytest

from gru_doctor.errors import UsageTrouble
from gru_doctor.faults import HEADINGS, catalogue, find, read

DOC = """GRU114 reset-not-applied: the candidate uses h where r ⊙ h belongs

What it does
------------
The reset gate is computed and then forgotten.

It has no effect.

Why it matters
The cell cannot forget.

## Example
    n = tanh(x W_n + h U_n)

Fix:
    n = tanh(x W_n + (r * h) U_n)
"""


def test_a_docstring_is_read_into_its_sections():
    entry = read(DOC)
    assert (entry.code, entry.name) == ("GRU114", "reset-not-applied")
    assert entry.summary == "the candidate uses h where r ⊙ h belongs"
    assert tuple(entry.sections) == HEADINGS
    first = entry.sections["What it does"]
    assert first == "The reset gate is computed and then forgotten.\n\nIt has no effect."
    assert entry.sections["Example"] == "    n = tanh(x W_n + h U_n)"


def test_a_docstring_without_a_code_is_no_fault():
    assert read("One file a fault.") is None
    assert read("") is None


def test_the_folder_is_walked_and_nothing_is_run(tmp_path):
    (tmp_path / "b.py").write_text(f'"""{DOC}"""\nraise SystemExit("was run")\n', "utf-8")
    other = DOC.replace("GRU114", "GRU101").replace("reset-not-applied", "update-gate-wrong")
    (tmp_path / "c.py").write_text(f'"""{other}"""\n', encoding="utf-8")
    (tmp_path / "__init__.py").write_text("", encoding="utf-8")
    assert [entry.code for entry in catalogue(tmp_path)] == ["GRU101", "GRU114"]


@pytest.mark.parametrize("word", ["GRU114", "gru114", "reset-not-applied", "Reset-Not-Applied"])
def test_found_by_code_or_name(word):
    entries = (read(DOC),)
    assert find(word, entries) is entries[0]


def test_an_unknown_word_is_the_users_trouble():
    with pytest.raises(UsageTrouble, match="'GRU999'"):
        find("GRU999", ())


@pytest.mark.parametrize("entry", catalogue(), ids=lambda entry: entry.code)
def test_every_fault_explains_itself_under_all_headings(entry):
    assert tuple(entry.sections) == HEADINGS
    assert all(entry.sections.values())
