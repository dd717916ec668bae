"""Which objects of a file can be recurrent cells or layers, decided without running it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from gru_doctor.errors import NoTarget, UsageTrouble
from gru_doctor.loaders.source import DEFINITIONS, Source, reads
from gru_doctor.records import Target

SQUASHES = re.compile(
    r"sigm|expit|logistic|tanh|activation|^exp$|^act$|squash|gate|^f_?act|nonlin|hard_?sig|σ", re.I
)
PRODUCTS = re.compile(r"dot|matmul|linear|einsum|^mm$|^addmm$|bmm|dense|proj|tensordot|inner|conv", re.I)
READY = re.compile(r"^(GRU|LSTM|RNN|SimpleRNN|MGU)(Cell|CellBase|Layer)?(V\d|_v\d)?$|OptimizedLSTMCell")
RUNNERS = (
    "forward", "__call__", "call", "step", "_step", "fprop", "forward_step", "forward_pass", "run",
    "get_output", "feedforward", "feed_forward", "forward_prop", "predict", "apply", "update",
    "forward_propagation", "next", "cell", "unroll",
)  # fmt: skip
PLAIN = re.compile(
    r"^_?(d?sigm\w*|d?tanh\w*|softmax|relu|main|loss\w*|train\w*|test\w*|sample\w*|evaluate|plot\w*|"
    r"init\w*|param_init\w*|grad\w*check\w*|check\w*|load\w*|save\w*|get_\w*batch\w*|update_param\w*|"
    r"\w*_?backward\w*|bptt|bprop\w*|\w*_?bwd|adam|sgd|clip\w*|one_hot|demo|make_data|generate\w*|cross_entropy\w*|"
    r"\w*_prime|\w*_deriv\w*|d_?\w+_dx|\w*gradient\w*)$",
    re.I,
)


@dataclass(frozen=True)
class Candidate:
    """A top-level class or function that may be a target."""

    name: str
    node: ast.ClassDef | ast.FunctionDef
    uses: frozenset[str]


def targets(source: Source, name: str | None = None) -> list[Target]:
    """The targets of a file, cells before the layers that use them.

    A cell that a layer of the same file uses is a target of its own, once. Raises NoTarget where
    nothing in the file can be one, UsageTrouble where `name` is not in it.
    """
    if name is not None:
        return [_named(source, name)]
    found = list(candidates(source))
    if not found:
        raise NoTarget(
            f"{source.path}: no GRU cell or layer found",
            "name the object yourself: gru-doctor check "
            f"{source.path}:NAME (a class with forward(x, h), or a function of x and h)",
        )
    order = sorted(found, key=lambda c: (len(c.uses & {o.name for o in found}), c.node.lineno))
    return [Target(source.path, c.name, c.node.lineno) for c in order]


def _named(source: Source, name: str) -> Target:
    for node in source.tree.body:
        if isinstance(node, DEFINITIONS) and node.name == name.split(".")[0]:
            return Target(source.path, name, node.lineno)
    if any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(source.tree)):
        return Target(source.path, name)
    known = [c.name for c in candidates(source)]
    hint = f"found in it: {', '.join(known)}" if known else "it defines no recurrent cell"
    raise UsageTrouble(f"{source.path} has no {name}", hint)


def candidates(source: Source) -> Iterator[Candidate]:
    """Classes and functions whose code, with the helpers of the file it calls, both multiplies by
    weights and squashes, or which wrap a ready-made recurrent cell."""
    top = {n.name: n for n in source.tree.body if isinstance(n, ast.ClassDef | ast.FunctionDef)}
    for statement in source.tree.body:
        if isinstance(statement, ast.If | ast.Try):
            top |= {n.name: n for n in statement.body if isinstance(n, ast.ClassDef | ast.FunctionDef)}
    bases = {r for n in top.values() if isinstance(n, ast.ClassDef) for b in n.bases for r in reads(b)}
    called = _called_by_functions(top)
    for name, node in top.items():
        if name in bases or PLAIN.match(name) or name in called:
            continue
        if isinstance(node, ast.ClassDef) and not _has_runner(node, top):
            continue
        if isinstance(node, ast.FunctionDef) and len(node.args.args) < 2:
            continue
        code = list(_closure(node, top))
        if _recurrent(code):
            yield Candidate(name, node, frozenset(_uses(code) & set(top) - {name}))


def _called_by_functions(top: dict[str, ast.ClassDef | ast.FunctionDef]) -> set[str]:
    """Functions without a state argument that others call: helpers, not cells."""
    used = {r for n in top.values() for r in reads(n) if r in top and r != n.name}
    return {
        name
        for name, node in top.items()
        if name in used and isinstance(node, ast.FunctionDef) and not _state_like(node)
    }


def _state_like(node: ast.FunctionDef) -> bool:
    return any(re.match(r"^_?(h\w*|\w*hidden\w*|\w*state\w*|s|s_prev|prev\w*)$", a.arg, re.I) for a in node.args.args)


def _has_runner(node: ast.ClassDef, top: dict[str, ast.ClassDef | ast.FunctionDef]) -> bool:
    own = {n.name for n in node.body if isinstance(n, ast.FunctionDef)}
    inherited = [top[r] for b in node.bases for r in reads(b) if r in top and r != node.name]
    methods = [n for n in own if not n.startswith("__") or n == "__call__"]
    return bool(methods) or any(isinstance(i, ast.ClassDef) and _has_runner(i, top) for i in inherited)


def _closure(
    node: ast.ClassDef | ast.FunctionDef, top: dict[str, ast.ClassDef | ast.FunctionDef]
) -> Iterator[ast.AST]:
    seen, queue = {node.name}, [node]
    while queue:
        current = queue.pop()
        yield current
        for name in reads(current) & set(top) - seen:
            seen.add(name)
            queue.append(top[name])


def _uses(code: list[ast.AST]) -> set[str]:
    return {name for node in code for name in reads(node)}


def _recurrent(code: list[ast.AST]) -> bool:
    squashes = products = False
    for node in (n for part in code for n in ast.walk(part)):
        if isinstance(node, ast.Call):
            called = _last_name(node.func)
            if READY.match(called):
                return True
            squashes |= bool(SQUASHES.search(called))
            products |= bool(PRODUCTS.search(called))
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            products = True
        elif isinstance(node, ast.Call | ast.GeneratorExp | ast.For):
            products = True
    return squashes and products


def _last_name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
