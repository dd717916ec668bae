"""Files that parse arguments run on a bare command line."""

import argparse
import sys

import pytest

from gru_doctor.loaders.executing.commandline import untyped


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser()
    made.add_argument("corpus")
    made.add_argument("--hidden", type=int, required=True)
    made.add_argument("--cell", choices=["gru", "lstm"], required=True)
    made.add_argument("--lr", type=float, default=0.25)
    return made


def test_what_is_required_is_made_up_and_defaults_stay() -> None:
    with untyped("mine.py"):
        found = parser().parse_args()
        assert sys.argv == ["mine.py"]
    assert (found.corpus, found.hidden, found.cell, found.lr) == ("corpus", 7, "gru", 0.25)


def test_afterwards_parsers_are_strict_again() -> None:
    with untyped("mine.py"):
        pass
    with pytest.raises(SystemExit):
        parser().parse_args([])
