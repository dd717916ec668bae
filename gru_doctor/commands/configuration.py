"""The configuration of a project: `gru-doctor.toml`, or `[tool.gru-doctor]` of `pyproject.toml`.

A key is an option of `check` without its dashes, or `targets`. Options of the command line win.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from gru_doctor.errors import UsageTrouble
from gru_doctor.nearest import nearest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

OWN, SHARED = "gru-doctor.toml", "pyproject.toml"
TABLE = "gru-doctor"
Form = dict[str, Any]


class Key(NamedTuple):
    """The parameter of `check` that a key sets, what its value must be, and what is made of it."""

    parameter: str
    kinds: tuple[type, ...]
    made: Callable[[Any, Path], Any] = lambda value, folder: value


def _joined(value: str | list[str], folder: Path) -> str:
    return value if isinstance(value, str) else ",".join(value)


def _place(value: str, folder: Path) -> str:
    """A path of the configuration, which starts from its folder, as seen from here."""
    return os.path.relpath(folder / value)


def _places(value: str | list[str], folder: Path) -> list[str]:
    return [_place(path, folder) for path in ([value] if isinstance(value, str) else value)]


TEXT, WHOLE, NUMBER, SWITCH, WORDS = (str,), (int,), (int, float), (bool,), (str, list)
KEYS = {
    "targets": Key("paths", WORDS, _places),
    "name": Key("name", TEXT),
    "path": Key("path", WORDS, _places),
    "expect": Key("expect", TEXT),
    "seed": Key("seed", WHOLE),
    "input-size": Key("input_size", WHOLE),
    "hidden-size": Key("hidden_size", WHOLE),
    "checks": Key("checks", WORDS, _joined),
    "skip": Key("skip", WORDS, _joined),
    "timeout": Key("timeout", NUMBER),
    "memory-limit": Key("memory", WHOLE),
    "jobs": Key("jobs", WHOLE),
    "select": Key("select", WORDS, _joined),
    "ignore": Key("ignore", WORDS, _joined),
    "fail-on": Key("fail_on", TEXT),
    "strict": Key("strict", SWITCH),
    "baseline": Key("baseline", TEXT, _place),
    "adapters": Key("adapters", TEXT, _place),
    "run-file": Key("run_file", SWITCH),
}


def configured(file: Path | None) -> Form:
    """The parameters of `check` that the configuration sets; without a file, the nearest one above.

    Raises UsageTrouble for a key that nobody knows, or a value of the wrong kind.
    """
    if file is None:
        file = _nearest(Path.cwd())
    if file is None:
        return {}
    form = _table(file, _read(file))
    return dict(_set(file, name, value) for name, value in (form or {}).items())


def _nearest(folder: Path) -> Path | None:
    """The first file with a configuration of ours, from this folder upwards."""
    for place in (folder, *folder.parents):
        if (place / OWN).is_file():
            return place / OWN
        shared = place / SHARED
        if shared.is_file() and _table(shared, _read(shared)) is not None:
            return shared
        if (place / ".git").exists():
            return None  # what lies above is another project
    return None


def _read(file: Path) -> Form:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageTrouble(f"{file}: {error.strerror}", "check the path") from error
    except ValueError as error:
        raise UsageTrouble(f"{file} is not TOML: {error}", "correct the line it names") from error


def _table(file: Path, form: Form) -> Form | None:
    """What the file says to us; None where a file of all tools does not mention us."""
    tools = form.get("tool") if file.name == SHARED else {TABLE: form}
    table = tools.get(TABLE) if isinstance(tools, dict) else None
    if table is None or isinstance(table, dict):
        return table
    raise UsageTrouble(f"{file}: tool.{TABLE} is no table", f"write [tool.{TABLE}]")


def _set(file: Path, name: str, value: Any) -> tuple[str, Any]:
    """The parameter that a key sets, and its value."""
    key = KEYS.get(name)
    if key is None:
        raise UsageTrouble(
            f"{file}: unknown key {name!r}", nearest(name, KEYS) or f"one of: {', '.join(KEYS)}"
        )
    texts = not isinstance(value, list) or all(isinstance(item, str) for item in value)
    if type(value) not in key.kinds or not texts:
        told = " or ".join(_spoken(kind) for kind in key.kinds)
        raise UsageTrouble(f"{file}: {name} must be {told}, not {value!r}", "correct the value")
    return key.parameter, key.made(value, file.parent)


def _spoken(kind: type) -> str:
    return {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}.get(
        kind, "a list of texts"
    )
