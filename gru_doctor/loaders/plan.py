"""How to call a built object: which entry, which argument is what, which layout, what comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

from gru_doctor.loaders.construct import Built
from gru_doctor.loaders.leaves import Leaf
from gru_doctor.loaders.names import call_role
from gru_doctor.loaders.signature import Argument, arguments
from gru_doctor.records import Level

ENTRIES = (
    "forward", "step", "call", "__call__", "fprop", "forward_step", "_step", "forward_pass",
    "feedforward", "feed_forward", "forward_prop", "forward_propagation", "run", "get_output",
    "apply", "predict", "unroll", "next", "update", "cell",
)  # fmt: skip
CELL_LAYOUTS = (("BD", "BH"), ("DB", "HB"), ("D", "H"), ("D1", "H1"), ("1D", "1H"))
LAYER_LAYOUTS = (
    ("TBD", "BH"), ("BTD", "BH"), ("TBD", "1BH"), ("BTD", "1BH"), ("TD", "H"), ("TD1", "H1"),
    ("T1D", "1H"), ("TD", "1H"), ("TD", "H1"), ("1TD", "1H"), ("TDB", "HB"), ("DBT", "HB"),
    ("BDT", "HB"), ("DT", "H"), ("DT", "H1"),
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """One way to call an object. `state` says how h0 enters: as an argument (bare, in a list or a
    tuple), as an attribute, by replacing the zeros the code starts from, or not at all."""

    entry: str
    roles: tuple[tuple[str, str], ...]
    level: Level
    x_axes: str
    h_axes: str
    listed: bool = False
    wrap: str = "bare"
    state: str = "argument"
    outputs: Leaf | None = None
    last: Leaf | None = None
    attribute: str | None = None
    mask_axes: str | None = None

    @property
    def by_row(self) -> bool:
        """Whether rows of a batch are called one at a time."""
        return "B" not in self.x_axes


def entry_of(thing: Any, plan: Plan) -> Callable[..., Any]:
    """The bound method, or the object itself."""
    found: Callable[..., Any] = getattr(thing, plan.entry) if plan.entry else thing
    return found


def entries(thing: Any) -> Iterator[str]:
    """Methods that can be the forward pass, the usual names first; "" for a function."""
    if not hasattr(thing, "__dict__") or callable(thing) and hasattr(thing, "__code__"):
        yield ""
        return
    own = [n for c in type(thing).__mro__ if not _foreign(c) for n, v in vars(c).items() if callable(v) or isinstance(v, staticmethod)]
    known = [n for n in ENTRIES if n in own]
    yield from known
    rest = [n for n in dict.fromkeys(own) if n not in known and not n.startswith("__")]
    yield from (n for n in rest if not any(w in n.lower() for w in _NOT_FORWARD))


_NOT_FORWARD = ("back", "grad", "loss", "train", "update", "init", "save", "load", "reset", "sgd",
                "sigmoid", "tanh", "softmax", "get_", "set_", "bptt", "bprop", "check", "config")  # fmt: skip


def _foreign(cls: type) -> bool:
    return cls.__module__.split(".")[0] in {"builtins", "torch", "typing", "abc", "keras", "tensorflow"}


def skeletons(built: Built, entry: str, sequential: bool) -> Iterator[Plan]:
    """Plans for one entry, without what comes back: layers first where the code loops."""
    given = arguments(getattr(built.thing, entry) if entry else built.thing)
    cells = [("cell", x, h, False) for x, h in CELL_LAYOUTS]
    layers = [("layer", x, h, listed) for listed in (False, True) for x, h in LAYER_LAYOUTS if not listed or x[0] == "T"]
    order = layers + cells if sequential else cells + layers
    for roles in assignments(given, built):
        takes_state = any(r == "h" for _, r in roles)
        wraps = ("bare", "list", "tuple", "pair") if takes_state else ("bare",)
        for wrap in wraps:
            for level, x_axes, h_axes, listed in order:
                state = "argument" if takes_state else "none"
                yield Plan(entry, roles, level, x_axes, h_axes, listed, wrap, state)  # type: ignore[arg-type]


def assignments(given: tuple[Argument, ...], built: Built) -> Iterator[tuple[tuple[str, str], ...]]:
    """Roles for the arguments of a call: by name, then the unknown ones as x and h either way."""
    roles = {a.name: _role(a, built) for a in given}
    roles = {n: r for n, r in roles.items() if r != "skip"}
    unknown = [n for n, r in roles.items() if r in ("unknown", "c", "array")]
    missing = [r for r in ("x", "h") if r not in roles.values()]
    seen = set()
    for names in permutations(unknown, min(len(unknown), len(missing))):
        for wanted in ([missing, missing[::-1]] if len(names) == 1 else [missing]):
            named = roles | dict(zip(names, wanted, strict=False))
            final = _singled(named)
            key = tuple(final.items())
            if "x" in final.values() and key not in seen:
                seen.add(key)
                yield key
    required = [a.name for a in given if a.required and roles.get(a.name) in ("x", "h", "unknown", "c")]
    for first, second in permutations(required[:3], 2):
        named = roles | {first: "x", second: "h"}
        key = tuple(_singled(named | {n: "x" if n == first else "h" for n in (first, second)}).items())
        if key not in seen:
            seen.add(key)
            yield key


def _singled(roles: dict[str, str]) -> dict[str, str]:
    """One x and one h at the most: later ones by the same guess are left to their defaults."""
    taken, final = set[str](), {}
    for name, role in roles.items():
        if role in ("x", "h") and role in taken:
            role = "unknown"
        taken.add(role)
        final[name] = role
    return final


def _role(argument: Argument, built: Built) -> str:
    if argument.name in built.weights:
        return "weights"
    role: str = call_role(argument.name)
    if argument.required:
        return role
    if role == "flag":
        return "flag" if argument.default is True and "train" in argument.name else "skip"
    if role in ("h", "mask") and (argument.default is None or argument.default is False):
        return role
    if role == "x":
        return role
    return "skip"


def with_returns(plan: Plan, outputs: Leaf | None, last: Leaf | None) -> Plan:
    """The plan once it is known what comes back."""
    return replace(plan, outputs=outputs, last=last)
