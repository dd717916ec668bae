"""Running the user's file as a module, and with it the modules beside it that it imports.

One file is loaded at a time: its import hook stays in place, for imports inside functions, until
the next file is run or `release` is called.
"""

from __future__ import annotations

import ast
import re
import sys
import sysconfig
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import decode_source, module_from_spec
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from gru_doctor.loaders.arrays.slots import add_user_root
from gru_doctor.loaders.executing.commandline import untyped
from gru_doctor.loaders.executing.devices import on_cpu
from gru_doctor.loaders.recording.rewrite import AUG, BEG, LAST, REC, rewrite
from gru_doctor.loaders.recording.tape import Tape
from gru_doctor.loaders.recording.uncompiled import FRAMEWORKS, Uncompiled

# What a program may raise that compiles as written but not once rewritten: nested too deeply.
TOO_DEEP = (RecursionError, MemoryError, SyntaxError, ValueError)
LIBRARIES = [
    Path(sysconfig.get_path(kind)).resolve() for kind in ("stdlib", "platstdlib", "purelib", "platlib")
]
RELATIVE_IMPORT = re.compile(r"^\s*from\s+\.", re.MULTILINE)


def run_module(
    source: str,
    filename: str,
    tape: Tape | None,
    root: str | Path,
    name: str = "__gru_user__",
    tree: ast.Module | None = None,
    folders: Sequence[str] = (),
) -> ModuleType:
    """Execute `source` as the module `name`, its siblings under `root` importable, and what stands in
    the `folders`.

    Everything under these reports to `tape`, whose `sites` grow; with None it runs as written.
    `tree` may hold the part of the file's statements that is to run. Whatever the file raises comes
    through.
    """
    release()
    package = _package(Path(filename).resolve(), source)
    finder = _Finder(tape, [Path(folder).resolve() for folder in (root, *folders)])
    module = _fresh(name, filename, package)
    code = _compiled(source, filename, tape, tree)
    finder.install([*_search_path(Path(filename).resolve(), package), *folders])
    _connect(module, tape)
    sys.modules[name] = module
    try:
        with untyped(filename):
            exec(code, module.__dict__)
    except BaseException:
        sys.modules.pop(name, None)
        release()
        raise
    return module


def release() -> None:
    """Forget the file loaded last: its import hook, its siblings and its search path."""
    for finder in [f for f in sys.meta_path if isinstance(f, _Finder)]:
        finder.remove()


class _Finder(MetaPathFinder):
    """Finds what lies under the user's root, and hears when a framework arrives."""

    def __init__(self, tape: Tape | None, roots: Sequence[Path]) -> None:
        self.tape, self.roots = tape, roots
        self.loaded: list[str] = []
        self.uncompiled = Uncompiled()
        self.search_path: list[str] = []

    def install(self, search_path: Sequence[str]) -> None:
        self.search_path = [p for p in search_path if p not in sys.path]
        sys.path[:0] = self.search_path
        sys.meta_path.insert(0, self)
        for framework in FRAMEWORKS & sys.modules.keys():
            self.uncompiled.disable(framework)

    def remove(self) -> None:
        sys.meta_path.remove(self)
        self.uncompiled.restore()
        for name in self.loaded:
            sys.modules.pop(name, None)
        for path in self.search_path:
            if path in sys.path:
                sys.path.remove(path)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of a module of the user's, or of a framework to listen to; else None."""
        parent = fullname.rpartition(".")[0]
        if (parent and parent not in self.loaded) or fullname in sys.builtin_module_names:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None:
            return None
        if self._is_own(spec):
            self.loaded.append(fullname)
            add_user_root(fullname.split(".")[0])
            if isinstance(spec.loader, SourceFileLoader):
                spec.loader = _Loader(fullname, spec.loader.path, self.tape)
            return spec
        if fullname in FRAMEWORKS and isinstance(spec.loader, SourceFileLoader):
            self._listen(fullname, spec.loader)
            return spec
        return None

    def _is_own(self, spec: ModuleSpec) -> bool:
        """Whether the module lies in the user's folder and is no installed package."""
        places = [spec.origin] if spec.origin else list(spec.submodule_search_locations or ())
        if not places or spec.name.split(".")[0] == "gru_doctor":
            return False
        place = Path(places[0]).resolve()
        if "site-packages" in place.parts or any(place.is_relative_to(p) for p in LIBRARIES):
            return False
        return any(place.is_relative_to(root) for root in self.roots)

    def _listen(self, framework: str, loader: SourceFileLoader) -> None:
        """Disable the framework's compilers once its module has run."""
        run: Any = loader.exec_module

        def exec_module(module: ModuleType) -> None:
            del loader.exec_module
            run(module)
            self.uncompiled.disable(framework)

        loader.exec_module = exec_module  # type: ignore[method-assign]


class _Loader(SourceFileLoader):
    """Loads a sibling of the user's file, rewritten, past the cache of compiled files."""

    def __init__(self, fullname: str, path: str, tape: Tape | None) -> None:
        super().__init__(fullname, path)
        self.tape = tape

    def get_code(self, fullname: str) -> CodeType:
        source = decode_source(self.get_data(self.path))
        if not re.search("cuda|gpu|mps", source):
            return _compiled(source, self.path, self.tape, None)
        tree, notes = on_cpu(ast.parse(source, self.path))
        if self.tape is not None:
            self.tape.notes += [f"{Path(self.path).name}: {note}" for note in notes]
        return _compiled(source, self.path, self.tape, tree)

    def exec_module(self, module: ModuleType) -> None:
        _connect(module, self.tape)
        super().exec_module(module)


def _compiled(source: str, filename: str, tape: Tape | None, tree: ast.Module | None) -> CodeType:
    """The code of a file, rewritten where there is a tape and the file allows it."""
    if tape is not None:
        try:
            rewritten = rewrite(source, filename, len(tape.sites), tree)
        except TOO_DEEP as error:
            tape.notes.append(f"{filename} runs unrecorded: {type(error).__name__}")
        else:
            tape.sites.update(rewritten.sites)
            return rewritten.code
    code: CodeType = compile(source if tree is None else tree, filename, "exec", dont_inherit=True)
    return code


def _connect(module: ModuleType, tape: Tape | None) -> None:
    if tape is not None:
        module.__dict__.update({REC: tape.rec, BEG: tape.beg, AUG: tape.aug, LAST: tape.last})


def _fresh(name: str, filename: str, package: str) -> ModuleType:
    loader = SourceFileLoader(name, filename)
    full_name = f"{package}.{name}" if package else name  # relative imports ask the spec
    module = module_from_spec(ModuleSpec(full_name, loader, origin=filename))
    module.__name__, module.__file__, module.__package__ = name, filename, package
    return module


def _package(file: Path, source: str) -> str:
    """The dotted package the file stands in, '' for a plain script.

    A file that imports relatively stands in one even where `__init__.py` is missing.
    """
    folder = file.parent
    names: list[str] = []
    if RELATIVE_IMPORT.search(source) and not (folder / "__init__.py").exists():
        return folder.name
    while (folder / "__init__.py").exists():
        names.insert(0, folder.name)
        folder = folder.parent
    return ".".join(names)


def home(path: str) -> Path:
    """The folder of a file, or that of the outermost package it stands in: all in it is the user's."""
    folder = Path(path).resolve().parent
    while (folder / "__init__.py").exists() and (folder.parent / "__init__.py").exists():
        folder = folder.parent
    return folder


def _search_path(file: Path, package: str) -> list[str]:
    """The file's folder, as for a script, and the folder its package is imported from."""
    above = file.parents[package.count(".") + 1] if package else file.parent
    return list(dict.fromkeys([str(file.parent), str(above)]))
