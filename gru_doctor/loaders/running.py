"""Running what a target needs of the user's file, and the adapter beside it."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from types import ModuleType

from gru_doctor.errors import CallTrouble, ImportTrouble
from gru_doctor.loaders.adapters import adapted, adapter_of, beside, needed
from gru_doctor.loaders.boundary import guarded
from gru_doctor.loaders.devices import on_cpu, without_cuda
from gru_doctor.loaders.imports import home, run_module
from gru_doctor.loaders.slots import add_user_root
from gru_doctor.loaders.source import Source, parse, pruned, read
from gru_doctor.loaders.standing import double_precision, surround
from gru_doctor.loaders.supplies import supplied
from gru_doctor.loaders.tape import Tape
from gru_doctor.records import Options, Target


@dataclass
class Running:
    """A module that has run: what it defines, its definitions as text, and what recorded it."""

    module: ModuleType
    tree: ast.Module
    tape: Tape
    notes: list[str]


def run(target: Target, options: Options) -> Running:
    """Run what the target, or the adapter that stands for it, needs of the file; with `run_file` all
    of the file."""
    source = read(target.path) if target.text is None else parse(target.path, target.text)
    head = target.name.split(".")[0]
    adapter = adapter_of(target.path)
    if adapter is None or head not in adapted(adapter):
        return _ran(source, source.tree if options.run_file else pruned(source, head))
    names = {head} | needed(adapter, source)
    ran = _ran(source, source.tree if options.run_file else pruned(source, *names))
    ran.module = beside(adapter, target.path, ran.module)
    ran.tree = ast.Module([*adapter.tree.body, *source.tree.body], [])
    ran.notes.append(f"made and called as {adapter.path} says")
    return ran


def _ran(source: Source, wanted: ast.Module) -> Running:
    tape = Tape()
    tree, notes = on_cpu(wanted)
    tree, more = supplied(tree, source.text)
    notes += more + surround(tree)
    root = home(source.path)
    add_user_root(root.name)
    try:
        module = guarded(run_module, source.text, source.path, tape, root, "__gru_user__", tree)
    except CallTrouble as trouble:
        where = f" (line {trouble.line})" if trouble.line else ""
        message = f"the file does not run: {trouble.message}{where}"
        raise ImportTrouble(message, trouble.hint, trouble.line) from trouble
    if "torch" in sys.modules:
        double_precision()
        without_cuda()
    return Running(module, source.tree, tape, notes)
