"""Finding the user's hand-written backward pass, and what its arguments are."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.calling.entries import code_of, own_methods
from gru_doctor.loaders.text.names import BACK, call_role
from gru_doctor.loaders.text.signature import arguments, definition, unpacked
from gru_doctor.loaders.text.usage import called_name

ENTRY = re.compile(rf"{BACK}|^grads?$|gradients?$|_bwd$|^bwd|_grads?$", re.I)
INCOMING = re.compile(
    r"^_?(d\w*|grad\w*|delta\w*|g|gy|gh|err\w*|top_\w+|out_grad|upstream\w*|c(o)?t|cotan\w*|\w*_grad|\w*_diff|eps)$",
    re.I,
)
CACHE = re.compile(
    r"^_?(caches?\w*|ctx|saved|tape|aux|\w*_cache|inter\w*|memo|residuals?|stuff|values)$", re.I
)

TURNED = {"T", "mT", "t", "transpose", "swapaxes"}


@dataclass(frozen=True)
class Backward:
    """A hand-written backward pass: what to call, what its arguments are, its own names for what it
    returns, the forward's names for what that returns, and into how many parts it takes an argument
    apart; `whole` says that its cache is all that the forward returns. It gathers gradients in
    `buffers`, each that of a parameter, "" where their names do not tell; or in dicts that it is handed:
    their names, and the keys it writes."""

    call: Callable[..., Any]
    roles: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    returned: tuple[str, ...]
    parts: Mapping[str, int] = field(default_factory=dict)
    whole: bool = False
    buffers: Mapping[str, str] = field(default_factory=dict)
    gathers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def found(caller: Caller) -> Backward | None:
    """The method or function that looks like the backward of the planned forward."""
    built, entry = caller.built, caller.plan.entry
    returned = return_names(code_of(built, entry))
    if entry:
        own = [n for n in own_methods(built.thing) if n != entry and callable(getattr(built.thing, n))]
        named = [n for n in own if ENTRY.search(n)]
        packed = code_of(built, entry)
        chosen = _nearest(entry, named or [n for n in own if _takes_apart(packed, code_of(built, n))])
        if chosen is None:
            return None
        return _described(getattr(built.thing, chosen), code_of(built, chosen), returned, caller)
    held = vars(built.module).items()
    name = getattr(built.thing, "__name__", "")
    coded = {n: f for n, f in held if hasattr(f, "__code__") and n != name}
    functions = {n: f for n, f in coded.items() if ENTRY.search(n)}
    if not functions:
        packed = definition(built.tree, name)
        functions = {n: f for n, f in coded.items() if _takes_apart(packed, definition(built.tree, n))}
    chosen = _nearest(name, list(functions))
    others = {_stem(n) for n, f in held if hasattr(f, "__code__") and n not in functions}
    if chosen is None or _stem(chosen) in others - {_stem(name)}:
        return None
    return _described(functions[chosen], definition(built.tree, chosen), returned, caller)


def _takes_apart(forward: ast.AST | None, other: ast.AST | None) -> bool:
    """Whether a piece of code takes apart what the forward has packed together, under the same names, and
    multiplies by something turned, as no reader of gates does."""
    if forward is None or other is None or not any(_turned_product(n) for n in ast.walk(other)):
        return False
    whole = (n.value for n in ast.walk(forward) if isinstance(n, ast.Assign | ast.Return))
    kept = [_names(e) for v in whole for e in (v, *getattr(v, "elts", ()))]
    taken = (n for n in ast.walk(other) if isinstance(n, ast.Assign))
    read = (n for n in taken if isinstance(n.value, ast.Name | ast.Attribute | ast.Subscript))
    return any(len(_names(t)) > 2 and _names(t) in kept for n in read for t in n.targets)


def _names(node: ast.AST | None) -> list[str]:
    """What stands in a tuple, part by part."""
    return [ast.unparse(e) for e in node.elts] if isinstance(node, ast.Tuple) else []


def _turned_product(node: ast.AST) -> bool:
    """A product with a transpose, `da @ U.T`, or an outer one."""
    if called_name(node) in ("outer", "einsum"):
        return True
    matmul = isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult)
    product = matmul or called_name(node) in ("dot", "matmul", "mm")
    return product and any(getattr(n, "attr", "") in TURNED for n in ast.walk(node))


def _nearest(entry: str, names: list[str]) -> str | None:
    """`gru_step_backward` goes with `gru_step_forward`; else the shortest."""
    stem = _stem(entry)
    return max(names, key=lambda n: (_stem(n) == stem, stem in n, -len(n)), default=None)


def _stem(name: str) -> str:
    """`gru_step` for both gru_step_forward and gru_step_backward."""
    passes = r"_?(forward|fwd|fprop|backward|backprop|bwd|bprop|back|grads?|gradients?|bptt)(_pass)?"
    return re.sub(passes, "", name)


def _described(
    function: Callable[..., Any], node: ast.AST | None, returned: tuple[str, ...], caller: Caller
) -> Backward:
    forward = dict(caller.plan.roles)
    given = arguments(function)
    gathers = {a.name: keys for a in given if (keys := written_keys(node, a.name))}
    roles: list[tuple[str, str]] = []
    for argument in (a for a in given if a.name not in gathers):
        role = _role(argument.name, forward, returned)
        role = "cache" if role == "other" and len(unpacked(node, argument.name)) > 2 else role
        incoming = role == "dh" and all(r != "dh" for _, r in roles)
        if argument.required or incoming or role == "cache":
            roles.append((argument.name, role))
    if roles and all(r != "dh" for _, r in roles):
        first = next((i for i, (_, r) in enumerate(roles) if r in ("other", "h")), None)
        if first is not None:
            roles[first] = (roles[first][0], "dh")
    roles = _with_cache(roles)
    parts = {name: len(unpacked(node, name)) for name, _ in roles}
    return Backward(function, tuple(roles), return_names(node), returned, parts, gathers=gathers)


def written_keys(node: ast.AST | None, name: str) -> tuple[str, ...]:
    """The keys under which code writes into a dict of this name: `G["Wz"] += …`."""
    targets = [t for n in ast.walk(node) for t in _targets(n)] if node else []
    return tuple(
        dict.fromkeys(
            t.slice.value
            for t in targets
            if isinstance(t, ast.Subscript) and isinstance(t.value, ast.Name) and t.value.id == name
            if isinstance(t.slice, ast.Constant) and isinstance(t.slice.value, str)
        )
    )


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AugAssign) else []


def _with_cache(roles: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The one argument that nothing else tells of is what the forward has kept."""
    unknown = [n for n, r in roles if r == "other"]
    if len(unknown) != 1 or any(r in ("cache", "returned") for _, r in roles):
        return roles
    return [(n, "cache" if n == unknown[0] else r) for n, r in roles]


def _role(name: str, forward: dict[str, str], returned: tuple[str, ...]) -> str:
    if name in forward:
        return forward[name]
    if name in returned:
        return "returned"
    if CACHE.match(name):
        return "cache"
    if INCOMING.match(name) and call_role(name) != "weights":
        return "dh"
    role: str = call_role(name)
    return role if role in ("x", "h", "weights") else "other"


@lru_cache(maxsize=512)
def return_names(node: ast.AST | None) -> tuple[str, ...]:
    """The names in the last `return a, b, c` of a function; a local list is spelled out."""
    returns = [n for n in ast.walk(node) if isinstance(n, ast.Return)] if node else []
    if not returns or returns[-1].value is None or node is None:
        return ()
    value = returns[-1].value
    parts = value.elts if isinstance(value, ast.Tuple | ast.List) else [value]
    return tuple(_spelled(node, part) for part in parts)


def _spelled(node: ast.AST, part: ast.expr) -> str:
    """`grads` as "[dW, dU, db]" where the code says `grads = [dW, dU, db]`."""
    for n in ast.walk(node) if isinstance(part, ast.Name) else ():
        if not isinstance(n, ast.Assign) or ast.unparse(n.targets[0]) != ast.unparse(part):
            continue
        if isinstance(n.value, ast.List | ast.Tuple) and n.value.elts:
            return ast.unparse(ast.List(n.value.elts, ast.Load()))
    return ast.unparse(part)
