"""Which argument of a call is the input, the state, the mask: by name first, then by trying."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import TYPE_CHECKING

from gru_doctor.loaders.calling.entries import code_of
from gru_doctor.loaders.text.names import call_role
from gru_doctor.loaders.text.padding import padding_role
from gru_doctor.loaders.text.signature import MISSING, Argument
from gru_doctor.loaders.text.starting import stands_for_fresh

if TYPE_CHECKING:
    from gru_doctor.loaders.building.construct import Built

Roles = tuple[tuple[str, str], ...]
FILLED = ("x", "h", "c", "mask", "lengths", "steps", "buffer", "weights", "flag", "scope")
MOST = 8


def assignments(given: tuple[Argument, ...], built: Built, entry: str) -> Iterator[Roles]:
    """At most eight ways to give every required argument a role, the likeliest first."""
    seen: set[Roles] = set()
    for roles in _proposed(given, built, entry):
        key = tuple((n, r) for n, r in roles.items() if r != "skip")
        if key not in seen and _complete(roles, given):
            seen.add(key)
            yield key
        if len(seen) >= MOST:
            return
    if hasattr(built.thing, "input") and not any(a.required for a in given) and entry:
        yield from _through_attributes(given, built)


def _proposed(given: tuple[Argument, ...], built: Built, entry: str) -> Iterator[dict[str, str]]:
    named = {a.name: _role(a, built) for a in given} | _padding(given, built, entry)
    required = [a.name for a in given if a.required and a.name not in built.weights]
    single = _singled(named, required)
    yield from (single | {n: "h"} for n in _left_out(given, single, built, entry))
    yield single
    missing = [r for r in ("x", "h") if r not in single.values()]
    nameless = [n for n in required if single[n] == "unknown"]
    loose = [n for n in required if single[n] not in ("x", "h", "weights")]
    # A name that tells something keeps its meaning as long as others can be what is missing.
    for names in (*_arranged(nameless, missing), *_arranged(loose, missing)):
        yield single | dict(zip(names, missing, strict=False))
        yield single | dict(zip(names, missing[::-1], strict=False))
        yield single | dict.fromkeys(nameless, "mask") | dict(zip(names, missing, strict=False))
    if not missing:  # what else a step is given usually weighs it
        yield single | dict.fromkeys(nameless, "mask")
        called_x = [n for n in required if single[n] == "x"]  # `observed` may say that, or what to read
        yield from (single | {n: "x"} | dict.fromkeys(called_x, "mask") for n in nameless[:1] if called_x)
    if len(required) == 1 and single[required[0]] == "h":
        yield single | {required[0]: "x"}
    for first, second in permutations(required[:3], 2):
        free = {n: "unknown" if r in ("x", "h") else r for n, r in single.items()}
        yield free | {first: "x", second: "h"}


def _padding(given: tuple[Argument, ...], built: Built, entry: str) -> dict[str, str]:
    """What tells which steps are padding, by its use where its name says nothing."""
    silent = [a for a in given if a.name not in built.weights and a.default in (MISSING, None)]
    named = {a.name: call_role(a.name) for a in silent}
    doubtful = ("unknown", "x") if "unknown" in named.values() else ("unknown",)
    silent = [a for a in silent if named[a.name] in doubtful]
    code = code_of(built, entry) if silent else None
    roles = {a.name: padding_role(code, a.name) for a in silent}
    return {name: str(role) for name, role in roles.items() if role}


def _left_out(given: tuple[Argument, ...], roles: dict[str, str], built: Built, entry: str) -> list[str]:
    """What is replaced by a fresh state where it is not given: the state, whatever its name."""
    if "h" in roles.values():
        return []
    code = code_of(built, entry)
    silent = (a.name for a in given if a.default is None and roles[a.name] == "skip")
    return [n for n in silent if stands_for_fresh(code, n)][:1]


def _arranged(names: list[str], missing: list[str]) -> Iterator[tuple[str, ...]]:
    yield from permutations(names, min(len(names), len(missing)))


def _singled(roles: dict[str, str], required: list[str]) -> dict[str, str]:
    """One x and one h at the most, required arguments before optional ones."""
    final = dict(roles)
    for role in ("x", "h"):
        holders = [n for n, r in roles.items() if r == role]
        holders.sort(key=lambda n: n not in required)
        for name in holders[1:]:
            final[name] = "unknown"
    if "c" in final.values() and "h" not in final.values():
        final |= {n: "h" for n, r in final.items() if r == "c"}
    return final


def _complete(roles: dict[str, str], given: tuple[Argument, ...]) -> bool:
    filled = all(roles[a.name] in FILLED for a in given if a.required)
    return filled and "x" in roles.values()


def _role(argument: Argument, built: Built) -> str:
    if argument.name in built.weights:
        return "weights"
    role: str = call_role(argument.name)
    if argument.required:
        return "scope" if role == "prefix" else role
    if role == "flag":
        return "flag" if argument.default is True and "train" in argument.name else "skip"
    if role in ("h", "mask", "c", "lengths") and argument.default in (None, False, ()):
        return role
    return role if role == "x" else "skip"


def _through_attributes(given: tuple[Argument, ...], built: Built) -> Iterator[Roles]:
    """Keras before 1.0: the input is set on the layer, and a mask beside it."""
    roles = {a.name: _role(a, built) for a in given}
    kept = {n: r for n, r in roles.items() if r == "flag"}
    if hasattr(built.thing, "input_mask"):
        yield tuple((kept | {"@input": "x", "@input_mask": "mask"}).items())
    yield tuple((kept | {"@input": "x"}).items())


def state_names(roles: Roles) -> tuple[str, ...]:
    """The arguments that take the state."""
    return tuple(n for n, r in roles if r == "h")
