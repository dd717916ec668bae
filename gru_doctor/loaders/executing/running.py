"""Running what a target needs of the user's file, and the adapter beside it."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

from gru_doctor.errors import CallTrouble, ImportTrouble
from gru_doctor.loaders.arrays.sizes import Sizes
from gru_doctor.loaders.arrays.slots import add_user_root
from gru_doctor.loaders.boundary import guarded
from gru_doctor.loaders.executing.adapters import adapted, adapter_of, beside, needed
from gru_doctor.loaders.executing.constants import has_large, shrunk
from gru_doctor.loaders.executing.devices import on_cpu, without_cuda
from gru_doctor.loaders.executing.doubled import doubled, narrows
from gru_doctor.loaders.executing.imports import home, run_module
from gru_doctor.loaders.executing.standing import double_precision, imported_names, surround
from gru_doctor.loaders.recording.tape import Tape
from gru_doctor.loaders.supplies import supplied
from gru_doctor.loaders.supplies.corpus import small as on_small_corpus
from gru_doctor.loaders.text.coded import token_entries
from gru_doctor.loaders.text.signature import definition
from gru_doctor.loaders.text.source import STDIN, Source, parse, pruned, read
from gru_doctor.records import Options, Target

MISSING = "only what the target needs was run: run all of the file with --run-file"


@dataclass
class Running:
    """A module that has run: what it defines, its definitions as text, what recorded it, and what to
    do where nothing of it can be called."""

    module: ModuleType
    tree: ast.Module
    tape: Tape
    notes: list[str]
    advice: str


def fixes_sizes(target: Target) -> bool:
    """Whether large sizes are among the constants of the file."""
    return has_large(_source(target).tree)


def mixes_precision(target: Target) -> bool:
    """Whether a file for torch, which is run in float64, asks for float32."""
    tree = _source(target).tree
    return "torch" in imported_names(tree) and narrows(tree)


def _source(target: Target) -> Source:
    return read(target.path) if target.text is None else parse(target.path, target.text)


def run(target: Target, options: Options, small: Sizes | None = None) -> Running:
    """Run what the target, or the adapter that stands for it, needs of the file; with `run_file` all
    of the file. `small` are the sizes that take the place of large constants."""
    source = _source(target)
    source = replace(source, tree=doubled(source.tree)) if options.double else source
    head = target.name.split(".")[0]
    adapter = adapter_of(target.path, options.adapters)
    if adapter is None or head not in adapted(adapter):
        wanted = source.tree if options.run_file else pruned(source, head)
        return _ran(target, source, wanted, small, options.folders)
    names = {head} | needed(adapter, source)
    wanted = source.tree if options.run_file else pruned(source, *names)
    ran = _ran(target, source, wanted, small, options.folders)
    ran.module = beside(adapter, target.path, ran.module)
    ran.tree = ast.Module([*adapter.tree.body, *source.tree.body], [])
    ran.notes.append(f"made and called as {adapter.path} says")
    ran.advice = (
        f"change {adapter.path}: __init__(self, input_size, hidden_size) must make the cell, and "
        "step(self, x, h) return its next state"
    )
    return ran


def run_on_tokens(target: Target, options: Options, small: Sizes) -> Running:
    """As above, on a small corpus of our own in place of whatever the file opens."""
    source = _source(target)
    wanted, notes = on_small_corpus(pruned(source, target.name.split(".")[0]))
    ran = _ran(target, source, wanted, small, options.folders)
    ran.notes.extend(notes)
    return ran


def coded_entries(target: Target) -> tuple[str, ...]:
    """The methods of the target, "" for a function, that code tokens one-hot by themselves."""
    tree = _source(target).tree
    return token_entries(definition(tree, target.name), tree)


def _advice(target: Target) -> str:
    form = "make it callable as a step: a class with forward(x, h), or a function of x, h and weights"
    if target.path == STDIN:  # which has no folder to write into
        return form
    return f"{form}; or write down how it is made and called: gru-doctor init {target}"


def _ran(
    target: Target, source: Source, wanted: ast.Module, small: Sizes | None, folders: tuple[str, ...]
) -> Running:
    tape = Tape()
    tree, notes = (wanted, []) if small is None else shrunk(wanted, small)
    tree, more = on_cpu(tree)
    tree, supplies = supplied(tree, source.text)
    root = home(source.path)
    places: list[str | Path] = [root, root.parent, Path(source.path).resolve().parent, *folders]
    notes = [*notes, *more, *supplies, *surround(tree, places)]
    add_user_root(root.name)
    try:
        module = guarded(run_module, source.text, source.path, tape, root, "__gru_user__", tree, folders)
    except CallTrouble as trouble:
        where = f" (line {trouble.line})" if trouble.line else ""
        message = f"the file does not run: {trouble.message}{where}"
        undefined = "NameError" in message and wanted is not source.tree
        hint = f"{trouble.hint}; or, if the file does define it, {MISSING}" if undefined else trouble.hint
        raise ImportTrouble(message, hint, trouble.line) from trouble
    if "torch" in sys.modules:
        double_precision()
        without_cuda()
    return Running(module, source.tree, tape, notes, _advice(target))
