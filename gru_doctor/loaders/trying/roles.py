"""Which of the stored arrays are parameters, told by intervention once the object can be called."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gru_doctor.errors import Trouble
from gru_doctor.loaders.arrays.parameters import gathered, random_weights
from gru_doctor.loaders.arrays.shapes import OUTPUT
from gru_doctor.loaders.arrays.slots import Slot
from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.calling.probing import probe, whole
from gru_doctor.loaders.text.signature import definition
from gru_doctor.loaders.trying.heads import alike, returned
from gru_doctor.subject import Call


def parameters(caller: Caller) -> list[Slot]:
    """The stored arrays without those that calls replace, without learned initial states, and
    without those that only another part of the code reads (an output layer, an embedding).

    What nothing reads stays: it is a dead parameter, which is for the checks to say. The weights
    are random afterwards.
    """
    memory = caller.built.memory
    memory.adopt(lambda: caller.run(replace(probe(caller.built), carried=True)))
    table = caller.built.table
    found = [s for s in gathered(caller.built) if not _states(s)]
    found = [s for s in found if table is None or s.holder is not table.slot.holder]
    found = [s for s in found if s not in _replaced(caller, found)]
    memory.spare(found)
    random_weights(found, np.random.default_rng(1))
    memory.spare(found)
    read = [s for s in found if moves(caller, s, probe(caller.built))]
    silent = [s for s in found if s not in read]
    kept = [s for s in found if s in read or not (_elsewhere(caller, s) or _after(caller, s))]
    learned = [s for s in kept if s in silent and _initial(caller, s)]
    for slot in learned:  # a start of its own making is left at zero, as it is before training
        slot.write(np.zeros_like(slot.read()))
    return [s for s in kept if s not in learned]


def _states(slot: Slot) -> bool:
    """An array without extent is none."""
    return slot.read().size == 0


def _replaced(caller: Caller, found: list[Slot]) -> list[Slot]:
    """Slots whose array is another one, or holds other numbers, after a call."""
    before = [s.read() for s in found]
    call = replace(probe(caller.built), carried=True)
    caller.run(call)
    late = [
        s for s, old in zip(found, before, strict=True) if not _still(s) or not np.array_equal(s.read(), old)
    ]
    caller.built.memory.restore()
    return late


def _still(slot: Slot) -> bool:
    """Whether it stands where it stood; numbers have no identity, so their values alone tell."""
    return (
        not slot.members()
        or any(_at(container, key) is slot.holder for container, key in slot.places)
        or not any(_at(container, key) is not None for container, key in slot.places)
    )


def _at(container: object, key: object) -> object:
    if isinstance(container, dict):
        return container.get(key)
    if isinstance(container, list | tuple) and isinstance(key, int):
        return container[key] if key < len(container) else None
    return getattr(container, str(key), None)


def moves(caller: Caller, slot: Slot, call: Call) -> bool:
    """Whether other numbers in the slot give other outputs; a call that fails counts as moved."""
    try:
        return _differs(caller, slot, call)
    except Trouble:
        return True


def _differs(caller: Caller, slot: Slot, call: Call) -> bool:
    base = whole(caller.run(call))
    with changed(slot):
        moved = whole(caller.run(call))
    return not np.array_equal(base, moved)


class changed:
    """The slot with every number shifted, inside the block."""

    def __init__(self, slot: Slot) -> None:
        self.slot, self.kept = slot, slot.read()

    def __enter__(self) -> None:
        self.slot.write(self.kept + 0.25)

    def __exit__(self, *_: object) -> None:
        self.slot.write(self.kept)


def _initial(caller: Caller, slot: Slot) -> bool:
    """A learned initial state: it matters only where no state is given."""
    if caller.plan.state != "argument" or slot.read().size != caller.built.sizes.h:
        return False
    try:
        return _differs(caller, slot, replace(probe(caller.built), h0=None))
    except Trouble:
        return False


def _elsewhere(caller: Caller, slot: Slot) -> bool:
    """Whether the array belongs to an output layer, or to a method that calls the examined one."""
    if OUTPUT in slot.read().shape and OUTPUT not in vars(caller.built.sizes).values():
        return True
    entry, built = caller.plan.entry, caller.built
    if not entry:
        return False
    name = re.split(r"[.\[]", slot.name)[0]
    own, around = _readers(dict(_methods(built.tree, type(built.thing))), entry)
    return name in around and name not in own


def _after(caller: Caller, slot: Slot) -> bool:
    """Whether the array acts on what is returned, though not on the states that are read before."""
    if caller.built.cut is None:
        return False
    call = next(caller.rows(probe(caller.built)))
    before = returned(caller, call)
    with changed(slot):
        return not alike(before, returned(caller, call))


def _readers(methods: dict[str, ast.AST], entry: str) -> tuple[set[str], set[str]]:
    """Attributes read by a method and those it uses, and by the methods that use it."""
    reads = {name: _attributes(node) for name, node in methods.items()}
    inside, queue = {entry}, [entry]
    while queue:
        new = reads.get(queue.pop(), set()) & methods.keys() - inside
        inside |= new
        queue += new
    around = [n for n in methods.keys() - inside if entry in reads[n]]
    own = {a for n in inside for a in reads.get(n, ())}
    return own, {a for n in around for a in reads[n]}


def _methods(tree: ast.Module, cls: type) -> Iterator[tuple[str, ast.AST]]:
    for base in reversed(cls.__mro__):
        node = definition(tree, base.__name__) if base is not object else None
        if isinstance(node, ast.ClassDef):
            yield from ((n.name, n) for n in node.body if isinstance(n, ast.FunctionDef))


def _attributes(node: ast.AST) -> set[str]:
    """Attributes read from any object inside."""
    found = (n for n in ast.walk(node) if isinstance(n, ast.Attribute))
    return {n.attr for n in found if isinstance(n.ctx, ast.Load)}
