"""Which argument of a loss over tokens is what, and where in what it returns the state stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np

from gru_doctor.errors import ConstructTrouble, Trouble
from gru_doctor.loaders.arrays.parameters import gathered, random_weights
from gru_doctor.loaders.arrays.sizes import pairs
from gru_doctor.loaders.arrays.slots import Slot
from gru_doctor.loaders.boundary import Stopped
from gru_doctor.loaders.building.choices import Workshop
from gru_doctor.loaders.building.construct import Built, builds
from gru_doctor.loaders.calling.entries import code_of
from gru_doctor.loaders.calling.leaves import Leaf, Path, flatten, sequences, states
from gru_doctor.loaders.calling.plan import Plan
from gru_doctor.loaders.calling.probing import UNFIT, probe
from gru_doctor.loaders.calling.results import is_alone
from gru_doctor.loaders.gradients.backward import return_names
from gru_doctor.loaders.recording.tape import Tape
from gru_doctor.loaders.search import Search
from gru_doctor.loaders.text.names import call_role
from gru_doctor.loaders.text.signature import arguments
from gru_doctor.loaders.tokens.caller import TokenCaller
from gru_doctor.loaders.trying.doubt import IGNORES_INPUT, doubt

WORDS = 9
"""The small vocabulary; it is the input size, and no sum or multiple of the others."""
TOLD = "its tokens are one-hot vectors, which are overwritten by the inputs once they are complete"
TARGETS = re.compile(r"^_?(targets?|y\w*|labels?|t|tgt\w*|next\w*|outputs?|gold|truth|expected)$", re.I)
STATES = ("H1", "H", "1H")
ROLES = ("x", "targets", "h")


def token_caller(shop: Workshop, name: str, entries: tuple[str, ...], tape: Tape) -> TokenCaller:
    """The first way to build and call the target whose result depends on its input."""
    search = Search()
    for built in _sized(shop, name, search):
        random_weights(gathered(built), shop.generator)
        for plan in (p for entry in entries for p in _plans(built, entry)):
            found = _tried(TokenCaller(built, plan, tape), search)
            if found is not None:
                return found
            if search.attempts < 0:
                break
    raise ConstructTrouble(f"{name}: no call of it with tokens worked")


def _sized(shop: Workshop, name: str, search: Search) -> Iterator[Built]:
    for built in builds(shop, name, search):
        yield built
        others = pairs([s.read().shape for s in gathered(built)])
        yield from (replace(built, sizes=s) for s in others if s.h == built.sizes.h != s.d > 1)


def _plans(built: Built, entry: str) -> Iterator[Plan]:
    for roles in _assignments(built, entry):
        takes_state = "h" in dict(roles).values()
        for listed in (True, False):
            for axes in STATES if takes_state else STATES[:1]:
                state = "argument" if takes_state else "none"
                yield Plan(entry, roles, "layer", "TD", axes, listed, state=state)


def _assignments(built: Built, entry: str) -> Iterator[tuple[tuple[str, str], ...]]:
    """Tokens, targets and state in every order, what the names say first."""
    given = arguments(getattr(built.thing, entry) if entry else built.thing)
    weights = tuple((a.name, "weights") for a in given if a.name in built.weights)
    names = [
        a.name
        for a in given
        if a.name not in built.weights and (a.required or (call_role(a.name) == "h" and a.default is None))
    ]
    if not 1 <= len(names) <= len(ROLES):
        return
    orders = [o for o in permutations(ROLES, len(names)) if "x" in o]
    orders.sort(key=lambda o: -sum(_says(n, r) for n, r in zip(names, o, strict=True)))
    yield from ((*zip(names, order, strict=True), *weights) for order in orders)


def _says(name: str, role: str) -> bool:
    if TARGETS.match(name):
        return role == "targets"
    return call_role(name) == role


def _tried(caller: TokenCaller, search: Search) -> TokenCaller | None:
    if not search.spend():
        search.attempts = -1
        return None
    try:
        plan = _returning(caller)
        if plan is None:
            return None
        found = caller.again(plan)
        return found if doubt(found, probe(found.built)) < IGNORES_INPUT else None
    except Stopped:
        raise
    except UNFIT:
        return None


def _returning(caller: TokenCaller) -> Plan | None:
    """With the leaves of the state: among what has its shape, what no target moves and the input does."""
    built, row = caller.built, next(caller.rows(probe(caller.built)))
    value = caller.values(row).values[0]
    moved = moving(caller, value, other_targets(caller, row))
    driven = moving(caller, value, caller.values(replace(row, xs=row.xs * 0.5)).values[0])
    sizes = {"T": len(row.xs), "B": 1, "D": built.sizes.d, "H": built.sizes.h}
    names = return_names(code_of(built, caller.plan.entry))

    def likely(leaf: Leaf) -> tuple[bool, int, int]:
        label = names[leaf.path[0]] if leaf.path and len(names) > 1 else "".join(names[:1])
        return call_role(re.split(r"\W", label)[0]) != "h", len(leaf.path), -leaf.skip

    free = (driven - moved).__contains__
    steps = [s for s in sequences(value, built.framework, sizes) if free(s.path)]
    last = [s for s in states(value, built.framework, sizes, None) if free(s.path)]
    chosen = min(steps, key=likely, default=None)
    inner = () if chosen is None else chosen.path
    last = [s for s in last if chosen is None or (s.path[: len(inner)] != inner and is_alone(value, s))]
    final = min(last, key=likely, default=None)
    if chosen is None and final is None:
        return None
    if chosen is not None and final is not None and likely(final)[0]:
        final = None
    return replace(caller.plan, outputs=chosen, last=final)


def other_targets(caller: TokenCaller, row: Any) -> Any:
    """What comes back for other targets."""
    other = caller.again(caller.plan, caller.inject)
    other.off = 1
    return other.values(row).values[0]


def moving(caller: TokenCaller, value: Any, other: Any) -> set[Path]:
    """The paths at which two results differ."""
    before = dict(flatten(value, caller.built.framework))
    after = dict(flatten(other, caller.built.framework))
    return {p for p, a in before.items() if p not in after or not np.array_equal(a, after[p])}


def forward_only(caller: TokenCaller, slots: list[Slot]) -> list[Slot]:
    """The parameters without those of the output layer: they move what is returned, and no state."""
    row = next(caller.rows(probe(caller.built)))
    base = caller.values(row).values[0]
    plain = caller.read_states(row)
    return [s for s in slots if not _beyond(caller, s, row, (base, plain))]


def _beyond(caller: TokenCaller, slot: Slot, row: Any, base: tuple[Any, Any]) -> bool:
    kept = slot.read()
    # Uneven, for a softmax does not notice what is added to all of its inputs.
    slot.write(kept + 0.25 * np.arange(1, kept.size + 1).reshape(kept.shape) / kept.size)
    try:
        value, states = caller.values(row).values[0], caller.read_states(row)
    except Trouble:
        return False
    finally:
        slot.write(kept)
    told = numbers(caller, value) != numbers(caller, base[0]) or bool(moving(caller, value, base[0]))
    return np.array_equal(states, base[1]) and told


def numbers(caller: TokenCaller, value: Any) -> list[float]:
    """Every number, and array of one number, in what came back."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [n for part in value for n in numbers(caller, part)]
    array = np.asarray(value) if isinstance(value, float | np.floating) else caller.array(value)
    return [float(array.reshape(()))] if array is not None and array.size == 1 else []
