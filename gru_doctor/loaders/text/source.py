"""The user's text, and of its top-level statements only those that the target needs."""

from __future__ import annotations

import ast
import linecache
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from gru_doctor.errors import FileTrouble, SyntaxTrouble
from gru_doctor.loaders.text.bindings import DEFINITIONS, binds, reads, unread
from gru_doctor.loaders.text.giving import gives_container
from gru_doctor.loaders.text.names import BACK, WEIGHTS
from gru_doctor.loaders.text.notebooks import code_cells

SIMPLE = (ast.Import, ast.ImportFrom)
COMPANION = re.compile(r"init|make|create|build|param|weights|grad|_bwd|" + BACK, re.I)
TRAINS = re.compile(r"train|fit|learn|optimi|main|run|sgd|adam", re.I)
LIMIT = 5 << 20
STDIN = "<stdin>"


@dataclass(frozen=True)
class Source:
    """The text of a file and its syntax tree; of a notebook also the cell each line comes from."""

    path: str
    text: str
    tree: ast.Module
    cells: tuple[int, ...] = ()

    def cell_of(self, line: int) -> int | None:
        """The notebook cell, counted from 1, that a line stands in."""
        return self.cells[line - 1] if 0 < line <= len(self.cells) else None


def read(path: str) -> Source:
    """Read and parse a Python file, a notebook, or (as "-") standard input.

    Raises FileTrouble or SyntaxTrouble.
    """
    if path in ("-", STDIN):
        return parse(STDIN, _from_stdin())
    file = Path(path)
    if not file.exists():
        raise FileTrouble(f"{path}: no such file", "check the path")
    if file.is_dir():
        raise FileTrouble(f"{path} is a directory", "name a Python file in it")
    if not file.is_file():
        raise FileTrouble(f"{path} is no file but a pipe or a device", "name a Python file")
    try:
        if file.stat().st_size > LIMIT:
            raise FileTrouble(f"{path} is larger than 5 MB", "name the file that holds the cell")
        text = decoded(file.read_bytes(), path)
    except OSError as error:
        raise FileTrouble(f"{path}: {error.strerror}", "check the file's permissions") from error
    if file.suffix != ".ipynb":
        return parse(path, text)
    joined, cells = code_cells(path, text)
    return replace(parse(path, joined), cells=cells)


@cache
def _from_stdin() -> str:
    """Standard input can be read once only; several targets may stand in it."""
    return decoded(sys.stdin.buffer.read(LIMIT), "standard input")


@lru_cache(maxsize=32)
def lines_of(path: str) -> tuple[str, ...]:
    """The lines that a place in a file or notebook is counted in, or in text that Python keeps under that
    name (a cell that was typed in); none where it cannot be read."""
    try:
        return tuple(read(path).text.split("\n"))
    except FileTrouble:
        return tuple(line.rstrip("\n") for line in linecache.getlines(path))
    except SyntaxTrouble:
        return ()


def decoded(data: bytes, path: str) -> str:
    """The file's bytes as text, by its own coding line."""
    import io
    import tokenize

    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        raise FileTrouble(f"{path} is not readable text: {error}", "save it as UTF-8") from error
    if "\0" in text:
        raise FileTrouble(f"{path} is not a text file", "name a Python source file")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse(path: str, text: str) -> Source:
    """A Source from text; raises SyntaxTrouble with the line."""
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text, path)
            _compiled(tree, path)
            return Source(path, text, tree)
    except SyntaxError as error:
        hint = "fix the syntax; Python reads no further than this line"
        if "print" in (error.msg or "") or "exec" in (error.msg or ""):
            hint = "this is Python 2; convert it first, for example with 2to3"
        raise SyntaxTrouble(f"{path}: {error.msg} (line {error.lineno})", hint, error.lineno) from error
    except (RecursionError, MemoryError, ValueError) as error:
        raise SyntaxTrouble(f"{path}: Python cannot parse it: {error}", "simplify the file") from error


def _compiled(tree: ast.Module, path: str) -> None:
    """Raise what only the compiler finds: a parameter given twice, a name that is both a parameter and
    global. A tree too deep for it may still hold a target that is not."""
    with suppress(RecursionError, MemoryError):
        compile(tree, path, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)


def pruned(source: Source, *names: str) -> ast.Module:
    """The module with only the top-level statements that the names depend on, and the functions that
    make their weights or go backward through them.

    Loops that train, reads of a corpus, plots and prints stay out unless a name the target uses is
    bound there; imports nobody uses stay out too.
    """
    wanted = set(names)
    statements = [s for s in unguarded(source.tree.body) if not _uses(s, wanted)]
    kept = _closed(wanted, statements, set())
    harmless = [i for i, s in enumerate(statements) if _harmless(s)]
    friends = {s.name for s in statements if isinstance(s, DEFINITIONS) and COMPANION.search(s.name)}
    friends |= _nameless_makers(wanted, statements)
    kept = _befriended(friends, statements, kept, set(harmless))
    extra = (_standing(statements, kept, set(harmless)) | _forgotten(statements, kept, set(harmless))) - kept
    made = [_attempted(s) if i in extra else s for i, s in enumerate(statements)]
    body = [s for i, s in enumerate(made) if i in kept | extra or always(s)]
    return ast.Module(body=body, type_ignores=[])


def _befriended(
    friends: set[str], statements: list[ast.stmt], kept: set[int], harmless: set[int]
) -> set[int]:
    """With these functions and all that each needs, or, where that is not harmless, with its definitions
    alone."""
    for friend in friends:
        found = _closed({friend}, statements, kept) - kept
        defined = {i for i in found if isinstance(statements[i], (*DEFINITIONS, *SIMPLE))}
        kept = kept | (found if found <= harmless else defined)
    return kept


def _nameless_makers(wanted: set[str], statements: list[ast.stmt]) -> set[str]:
    """The functions that can make the weights of a step, where none says so by its name."""
    functions = [s for s in statements if isinstance(s, ast.FunctionDef)]
    if not any(f.name in wanted for f in functions):
        return set()  # a class makes its own
    return {f.name for f in functions if f.name not in wanted and gives_container(f)}


def _attempted(statement: ast.stmt) -> ast.stmt:
    """What the target may do without: where it raises, it is as if it were not there."""
    if isinstance(statement, DEFINITIONS):
        return statement
    failure = ast.ExceptHandler(ast.Name("Exception", ast.Load()), None, [ast.Pass()])
    tried = ast.Try([statement], [failure], [], [])
    return ast.fix_missing_locations(ast.copy_location(tried, statement))


def _standing(statements: list[ast.stmt], kept: set[int], harmless: set[int]) -> set[int]:
    """Weights that a step is handed by the file itself (`params = {...}`), where making them is harmless
    throughout."""
    for statement in statements:
        named = isinstance(statement, ast.Assign) and any(WEIGHTS.match(n) for n in binds(statement))
        if named and not any(
            isinstance(n, ast.Call) and TRAINS.search(ast.unparse(n.func)) for n in ast.walk(statement)
        ):
            found = _closed(binds(statement), statements, kept)
            kept = kept | found if found - kept <= harmless else kept
    return kept


def _forgotten(statements: list[ast.stmt], kept: set[int], harmless: set[int]) -> set[int]:
    """Arrays made as those of the target are, and read nowhere: a term that was left out may be theirs."""
    made = {call for i in kept if (call := _maker(statements[i]))}
    free = unread(statements)
    return {i for i in harmless - kept if _maker(statements[i]) in made and binds(statements[i]) <= free}


def _maker(statement: ast.stmt) -> str | None:
    """The functions that an assignment calls, as one text."""
    if not isinstance(statement, ast.Assign):
        return None
    return " ".join(ast.unparse(n.func) for n in ast.walk(statement.value) if isinstance(n, ast.Call)) or None


def _harmless(statement: ast.stmt) -> bool:
    """Definitions, imports, and assignments that read no file."""
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        return not re.search(r"open|load|read|input|argv|parse", ast.unparse(statement))
    return isinstance(statement, (*DEFINITIONS, *SIMPLE))


def _closed(needed: set[str], statements: list[ast.stmt], kept: set[int]) -> set[int]:
    """Indices of the statements that bind the names, and the names these read, and so on."""
    kept = set(kept)
    while True:
        found = {i for i, s in enumerate(statements) if i not in kept and binds(s) & needed}
        if not found:
            return kept
        kept |= found
        for i in found:
            needed = needed | reads(statements[i])


def _uses(statement: ast.stmt, names: set[str]) -> bool:
    """A loop over the target (training, sampling) is no part of it."""
    return isinstance(statement, ast.For | ast.While | ast.With) and not names.isdisjoint(reads(statement))


def unguarded(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements without what stands under `if __name__ == "__main__"`."""
    for statement in body:
        if not (isinstance(statement, ast.If) and "__name__" in reads(statement.test)):
            yield statement


def always(statement: ast.stmt) -> bool:
    """Statements that stay whatever they bind: star and future imports, seeds."""
    if isinstance(statement, ast.ImportFrom):
        return statement.module == "__future__" or any(a.name == "*" for a in statement.names)
    return False
