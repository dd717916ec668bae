from __future__ import annotations

import shlex

import pytest

from gru_doctor.records import Card, Convention, Target
from gru_doctor.reports.words import command, convention_line, counted, facts_line, number, title


def test_convention_in_one_line():
    c = Convention(("reset", "update", "candidate"), "keeps", "after", "2", closest="pytorch")
    assert convention_line(c) == (
        "order reset, update, candidate; z keeps; reset after; two biases; as PyTorch"
    )
    assert len(convention_line(c)) <= 78


def test_what_cannot_be_known_is_said():
    line = convention_line(Convention(None, None, None, None))
    assert line == "z keeps or writes: cannot be told; reset before or after: cannot be told"


def test_the_unusual_is_said():
    c = Convention(
        gate_activation="hard_sigmoid", candidate_activation="relu", variant="ligru", closest="mine"
    )
    line = convention_line(c)
    assert line.endswith("hard sigmoid gates; relu candidate; variant ligru; as mine")


def test_facts():
    card = Card("f", "torch", "layer", 3, 7, (), True, False, True, None, "float32", "other")
    assert facts_line(card, None) == (
        "other layer · torch · input 3, hidden 7 · float32 · no gradient of its own"
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"), (0.0, "0"), (1e-9, "1e-9"), (1.13e-16, "1.1e-16"), (0.3149, "0.31"),
        (2.5e10, "2.5e+10"), (1e100, "1e+100"), (float("nan"), "nan"), (float("-inf"), "-inf"),
    ],
)  # fmt: skip
def test_numbers(value, text):
    assert number(value) == text


def test_counted():
    assert (counted(1, "error"), counted(0, "error")) == ("1 error", "0 errors")


def test_a_target_without_a_name_is_its_path():
    assert title(Target("a.py", "")) == "a.py"


def test_a_long_command_is_broken_so_that_it_can_be_copied():
    text = "gru-doctor check 'my file.py:GRU' --seed 12345 --input-size 3 --hidden-size 7"
    broken = command(text, 40)
    assert max(map(len, broken.splitlines())) <= 40
    assert shlex.split(broken.replace("\\\n", "")) == shlex.split(text)


def test_a_short_command_is_left_alone():
    assert command("gru-doctor check a.py", 80) == "gru-doctor check a.py"
