"""Words on the command line: files stay as they are, modules are found and not run."""

from __future__ import annotations

from pathlib import Path

import pytest

from gru_doctor.errors import FileTrouble
from gru_doctor.loaders.text.places import located


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package whose every file raises when it runs."""
    inner = tmp_path / "rooms" / "attic"
    inner.mkdir(parents=True)
    for file in ("rooms/__init__.py", "rooms/attic/cell.py", "alone.py"):
        (tmp_path / file).write_text("raise RuntimeError('it was run')\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("word", "path"),
    [
        ("rooms.attic.cell", "rooms/attic/cell.py"),
        ("rooms", "rooms"),
        ("alone", "alone.py"),
        ("alone.py", "alone.py"),
        ("-", "-"),
        ("missing.py", "missing.py"),
        ("no/such/folder", "no/such/folder"),
    ],
)
def test_a_word_is_located(package: Path, word: str, path: str) -> None:
    assert located(word) == path


@pytest.mark.parametrize("word", ["rooms.cellar", "rooms.attic", "nowhere.at.all", "math"])
def test_what_is_no_python_file_is_told(package: Path, word: str) -> None:
    with pytest.raises(FileTrouble, match="no such file, and no module"):
        located(word)
