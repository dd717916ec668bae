"""From the words of the command line to the files to examine, in an order that never changes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from glob import glob, has_magic
from pathlib import Path

from gru_doctor.errors import NoTarget, UsageTrouble
from gru_doctor.loaders.discover import split, targets
from gru_doctor.loaders.executing.adapters import ENDING
from gru_doctor.loaders.text.places import FILES, located
from gru_doctor.loaders.text.source import read
from gru_doctor.records import Options, Target

FOREIGN = frozenset({"node_modules", "site-packages", "__pycache__"})


@dataclass(frozen=True)
class Task:
    """A file to examine, and which objects in it: the one of that name, or all that `pattern` fits.

    A file that was found in a folder may hold no target, and is then passed over.
    """

    path: str
    name: str | None = None
    pattern: str | None = None
    found: bool = False


def tasks(words: Sequence[str], pattern: str | None = None) -> list[Task]:
    """What the words name, each once: files, notebooks, modules, folders, and patterns of paths."""
    return list(dict.fromkeys(task for word in words for task in _tasks(word, pattern)))


def _tasks(word: str, pattern: str | None) -> Iterator[Task]:
    path, name = split(word)
    if has_magic(path) and not os.path.exists(path):
        matches = sorted(glob(path, recursive=True))
        files = [f for m in matches for f in ([m] if os.path.isfile(m) else _files(m))]
        files = [f for f in files if f.endswith(FILES)]
    elif os.path.isdir(path):
        files = list(_files(path))
    else:
        yield Task(path, name, None if name else pattern)
        return
    if not files and not os.path.isdir(path):
        yield Task(path, name)  # reading it says that there is no such file
    for file in files:
        yield Task(file, None, name or pattern, found=True)


def _files(folder: str) -> Iterator[str]:
    """Programs and notebooks below a folder, without what is hidden or installed there."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not _foreign(Path(place, f)))
        for file in sorted(files):
            if file.endswith(FILES) and not file.startswith(".") and not _adapter(Path(place, file)):
                yield os.path.join(place, file)


def _foreign(folder: Path) -> bool:
    return folder.name.startswith(".") or folder.name in FOREIGN or (folder / "pyvenv.cfg").exists()


def _adapter(file: Path) -> bool:
    """Stands beside the file that it adapts, and is examined with that."""
    name = file.name.removesuffix(ENDING)
    return name != file.name and any(file.with_name(name + kind).exists() for kind in FILES)


def single(word: str) -> Target:
    """The one target that a word names; raises UsageTrouble where it may be one of several."""
    path, name = split(word)
    found = targets(read(located(path)), name)
    if len(found) > 1:
        raise UsageTrouble(f"{path} holds several targets", f"name one: {' or '.join(map(str, found))}")
    return found[0]


def chosen(task: Task, options: Options) -> list[Target]:
    """The targets of one file that are asked for; raises Trouble where there is none."""
    source = read(located(task.path))
    pattern = task.pattern
    if pattern is None or not has_magic(pattern):
        return targets(source, task.name or pattern, options.adapters)
    fitting = [t for t in targets(source, None, options.adapters) if fnmatchcase(t.name, pattern)]
    if not fitting:
        raise NoTarget(f"{source.path}: no GRU cell or layer is called {pattern}", "change --name")
    return fitting
