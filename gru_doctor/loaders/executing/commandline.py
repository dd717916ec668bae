"""Files that parse arguments: what would be typed on a command line is made up, nothing else is."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from gru_doctor.loaders.text.names import size_role

NUMBERS = {"input_size": 3, "hidden_size": 7, "batch": 2, "steps": 4, "layers": 1}


@contextmanager
def untyped(filename: str) -> Iterator[None]:
    """Inside the block the command line is bare, and required arguments have values."""
    kept, parse, typed = argparse.ArgumentParser.parse_known_args, _lenient, sys.argv
    setattr(argparse.ArgumentParser, "parse_known_args", parse(kept))  # noqa: B010
    sys.argv = [filename]
    try:
        yield
    finally:
        setattr(argparse.ArgumentParser, "parse_known_args", kept)  # noqa: B010
        sys.argv = typed


def _lenient(original: Any) -> Any:
    def parse_known_args(parser: argparse.ArgumentParser, args: Any = None, namespace: Any = None) -> Any:
        for action in parser._actions:
            _fill(action)
        return original(parser, [] if args is None else args, namespace)

    return parse_known_args


def _fill(action: argparse.Action) -> None:
    """A required argument becomes an option with a value of its type."""
    if not action.required:
        return
    action.required = False
    if not action.option_strings:
        action.nargs = "*" if action.nargs in ("+", "*") else "?"
    if action.default is None:
        action.default = _value(action)


def _value(action: argparse.Action) -> Any:
    if action.choices:
        return next(iter(action.choices))
    if action.type is int:
        return NUMBERS.get(size_role(action.dest), 5)
    return 0.1 if action.type is float else action.dest
