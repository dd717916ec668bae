"""A layer that says of itself that it reads from the end to the start, with time turned around."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gru_doctor.errors import CallTrouble
from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.calling.probing import probe, shifted, whole
from gru_doctor.loaders.loaded import Loaded
from gru_doctor.records import Array
from gru_doctor.subject import Call, Gradient, Run

NOTE = "it reads from the end to the start, as it says of itself; time was turned around to examine it"
SAYS = re.compile(
    r"revers|backwards|backward.?(direction|gru|rnn|layer|encoder|half|in time)|anti.?causal|r2l|rtl|"
    r"(right|end|last|rechts|droite)\W*(to|2|nach|à|a)\W*(the |its )?"
    r"(left|start|beginning|first|links|gauche)|"
    r"from (the|its) (end|last)|rückwärts|rueckwaerts|à rebours",
    re.I,
)
NAMED = re.compile(r"revers|backward|bwd|r(ight)?_?(2|to)_?l(eft)?|rtl", re.I)
CLOSE = 1e-9
Turnable = ast.ClassDef | ast.FunctionDef


class Turned(Loaded):
    """Handed its sequences from the end; all it gives back is in the order in which it reads."""

    def run(self, call: Call) -> Run:
        """See Subject."""
        made = super().run(_flipped(call))
        return made if made.outputs is None else replace(made, outputs=_back(made.outputs))

    def gradient(self, call: Call, cotangent: Array) -> Gradient:
        """See Subject."""
        found = super().gradient(_flipped(call), _back(cotangent) if cotangent.ndim == 3 else cotangent)
        return found if found.xs is None else replace(found, xs=_back(found.xs))


def says_so(node: ast.AST | None) -> bool:
    """Whether a definition is named or documented as one that reads from the end, and has no option for
    the direction that is off unless asked for."""
    if not isinstance(node, Turnable) or any(not on for on in _options(node)):
        return False
    inner = [n for n in ast.walk(node) if isinstance(n, Turnable)]
    words = " ".join(filter(None, (ast.get_docstring(n) for n in inner)))
    return any(_options(node)) or bool(NAMED.search(node.name) or SAYS.search(words))


def _options(node: ast.AST) -> Iterator[bool]:
    """The defaults of the arguments that choose a direction."""
    for function in (n for n in ast.walk(node) if isinstance(n, ast.FunctionDef)):
        named = [*function.args.posonlyargs, *function.args.args]
        defaults: list[ast.expr | None] = [None] * (len(named) - len(function.args.defaults))
        pairs = [*zip(named, [*defaults, *function.args.defaults], strict=True)]
        pairs += zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
        for argument, default in pairs:
            if NAMED.search(argument.arg) and isinstance(default, ast.Constant):
                yield bool(default.value)


def reads_from_the_end(caller: Caller) -> bool:
    """Whether output t depends on the inputs from t on, on all of them and on no other; where the last state
    alone comes back, whether it is gone on from with the first input."""
    if caller.plan.level == "cell":
        return False
    if caller.plan.outputs is None:
        return caller.plan.state != "none" and _ends_with_the_first(caller)
    call = probe(caller.built)
    try:
        base = whole(caller.run(call))
        moved = [whole(caller.run(shifted(call, t))) for t in (0, -1)]
    except CallTrouble:
        return False
    if len(base) != len(call.xs) or any(m.shape != base.shape for m in moved):
        return False
    first, last = ((m != base).reshape(len(base), -1).any(axis=1) for m in moved)
    return bool(first[0] and not first[1:].any() and last.all())


def _ends_with_the_first(caller: Caller) -> bool:
    call = probe(caller.built)
    try:
        before = whole(caller.run(replace(call, xs=call.xs[1:])))
        after = whole(caller.run(replace(call, xs=call.xs[:1], h0=before)))
        return bool(np.allclose(after, whole(caller.run(call)), rtol=0, atol=CLOSE))
    except CallTrouble:
        return False


def _flipped(call: Call) -> Call:
    mask = None if call.mask is None else _back(call.mask)
    return replace(call, xs=_back(call.xs), mask=mask)


def _back(array: Array) -> Array:
    return np.ascontiguousarray(array[::-1])
