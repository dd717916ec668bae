"""Which objects of a file can be recurrent cells or layers, decided without running it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass

from gru_doctor.errors import NoTarget, UsageTrouble
from gru_doctor.loaders.executing.adapters import adapted, adapter_of
from gru_doctor.loaders.text.bindings import DEFINITIONS, reads
from gru_doctor.loaders.text.coded import token_entries
from gru_doctor.loaders.text.giving import gives_parts
from gru_doctor.loaders.text.names import BACK
from gru_doctor.loaders.text.readymade import READY, ready_made
from gru_doctor.loaders.text.recurring import carries
from gru_doctor.loaders.text.source import STDIN, Source, unguarded
from gru_doctor.loaders.text.usage import (
    SCANS,
    SQUASHES,
    Usage,
    called_name,
    calls,
    computes,
    consulted,
    handed_on,
    mixes,
    named_squash,
    squashes,
    tables_of,
)
from gru_doctor.records import Target

PRODUCTS = re.compile(
    r"dot|matmul|linear|einsum|^mm$|^addmm$|bmm|dense|proj|tensordot|inner|conv|mul|affine", re.I
)
BESIDE = re.compile(r"Embedding|^Linear$|^Dense$|softmax|entropy|^NLLLoss$|^MSELoss$|one_?hot|lookup", re.I)
PLAIN = re.compile(
    r"^_*(d?sigm\w*|d?tanh\w*|softmax|relu|main|\w*loss\w*|train\w*|test\w*|sample\w*|evaluate\w*|"
    r"plot\w*|init\w*|\w*param_init\w*|init_param\w*|\w*check\w*|load\w*|save\w*|get_\w*batch\w*|"
    rf"update_param\w*|\w*({BACK.replace('back', '_?backward|backprop', 1)})\w*|\w*_?bwd|adam\w*|sgd\w*|"
    r"clip\w*|one_hot|demo|make_data\w*|generate\w*|\w*entropy\w*|\w*_prime|\w*_deriv\w*|"
    r"d_?\w+_dx|\w*gradient\w*|\w+_grads?|grads?_\w+|(init|default|make|get|create|build|new|random)"
    r"_?\w*(param|weight|state|batch|data)\w*|fit|predict_\w+|\w*optimi\w+|\w*accuracy\w*)$",
    re.I,
)
FORWARD = {"forward", "call", "__call__", "step", "fprop"}
Definition = ast.ClassDef | ast.FunctionDef
TOLD = 4


@dataclass(frozen=True)
class Candidate:
    """A top-level class or function that may be a target, and the definitions it leans on."""

    name: str
    node: Definition
    uses: frozenset[str]


def split(path: str) -> tuple[str, str | None]:
    """`file.py:Name` into its two parts."""
    head, colon, name = path.rpartition(":")
    if colon and head and name.replace(".", "").isidentifier():
        return head, name
    return path, None


def targets(source: Source, name: str | None = None, adapters: str | None = None) -> list[Target]:
    """The targets of a file, cells before the layers that use them.

    A cell that a layer of the same file uses is a target of its own, once; and so is whatever an
    adapter, beside the file or in the folder `adapters`, stands in for. Raises NoTarget where nothing
    in the file can be one, UsageTrouble where `name` is not in it.
    """
    stood = adapted(adapter_of(source.path, adapters))
    if name is not None:
        return [_target(source, name) if name in stood else _named(source, name)]
    found = [c for c in candidates(source) if c.name not in stood]
    ready = [] if found or stood else ready_made(source)
    if ready:
        return [_target(source, t.name) for t in ready]
    if not found and not stood:
        raise NoTarget(f"{source.path}: no GRU cell or layer found{_passed_over(source)}", _advice(source))
    names = {c.name for c in found}
    order = sorted(found, key=lambda c: (len(c.uses & names), c.node.lineno))
    return [_target(source, name) for name in (*stood, *(c.name for c in order))]


def _target(source: Source, name: str) -> Target:
    """The target of that name; standard input travels with it."""
    head = name.split(".")[0]
    defined = (n for n in source.tree.body if isinstance(n, DEFINITIONS) and n.name == head)
    line = next((n.lineno for n in defined), None)
    return Target(source.path, name, line, source.text if source.path == STDIN else None)


def _passed_over(source: Source) -> str:
    """What the file does define, and why none of it was taken for a cell."""
    defined = [n for n in source.tree.body if isinstance(n, DEFINITIONS)]
    if not defined:
        return " (it defines no class and no function)"
    told = [f"{n.name} (line {n.lineno})" for n in defined[:TOLD]]
    more = f" and {len(defined) - TOLD} more" if len(defined) > TOLD else ""
    reason = "none multiplies by weights and squashes what comes out"
    return f"; passed over {', '.join(told)}{more}: {reason}"


def _advice(source: Source) -> str:
    """How to name the object oneself, or to write an adapter; text from a pipe can have none."""
    if source.path == STDIN:
        return "name the object yourself: gru-doctor check -- -:NAME"
    return (
        f"name the object yourself: gru-doctor check {source.path}:NAME; where that does not help, "
        f"gru-doctor init {source.path}:NAME"
    )


def _named(source: Source, name: str) -> Target:
    found = _target(source, name)
    if found.line or any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(source.tree)):
        return found
    known = [c.name for c in candidates(source)]
    hint = f"found in it: {', '.join(known)}" if known else "it defines no recurrent cell"
    raise UsageTrouble(f"{source.path} has no {name}", hint)


def steps_of(source: Source, name: str) -> list[str]:
    """Whose step a layer may take: its own methods', for a class, and the cells of the file that it uses."""
    found = candidates(source)
    mine = [c for c in found if c.name == name]
    own = [c.name for c in mine if isinstance(c.node, ast.ClassDef)]
    return own + [c.name for c in found if any(c.name in m.uses for m in mine)]


def candidates(source: Source) -> list[Candidate]:
    """Classes and functions whose code, with the helpers of the file it calls, both multiplies by
    weights and squashes, or which wrap a ready-made recurrent cell; without helpers, bases,
    backward passes, and the models around a cell."""
    top = _definitions(source)
    tables = tables_of(source.tree)
    usage = Usage(top, tables)
    bases = {r for n in top.values() if isinstance(n, ast.ClassDef) for b in n.bases for r in reads(b)}
    found = [
        Candidate(name, node, frozenset(usage.closure(name) - {name}))
        for name, node in top.items()
        if name not in bases and not _plain(name, node) and _callable(node, top)
        if _recurrent(consulted(usage.nodes(name), tables))
    ]
    found = [c for c in found if not _helper(c, found, usage)]
    return [c for c in found if not _composite(c, found, usage)] or _losses(source, top, usage)


def _losses(source: Source, top: dict[str, Definition], usage: Usage) -> list[Candidate]:
    """Losses that have the whole GRU written inside, over tokens that they code themselves."""
    found = [name for name, node in top.items() if token_entries(node, source.tree)]
    return [Candidate(name, top[name], frozenset(usage.closure(name) - {name})) for name in found]


def _definitions(source: Source) -> dict[str, Definition]:
    body = list(unguarded(source.tree.body))
    inner = [s for n in body if isinstance(n, ast.If | ast.Try) for s in n.body]
    found = {n.name: n for n in (*inner, *body) if isinstance(n, ast.ClassDef | ast.FunctionDef)}
    return {name: node for name, node in found.items() if not computes(node)}


def _plain(name: str, node: Definition) -> bool:
    """Whether the name is that of other work; a class with a forward pass may be called anything."""
    forward = {n.name for n in node.body if isinstance(n, ast.FunctionDef)} & FORWARD
    return PLAIN.match(name) is not None and not (isinstance(node, ast.ClassDef) and forward)


def _callable(node: Definition, top: dict[str, Definition]) -> bool:
    if isinstance(node, ast.FunctionDef):
        return len(node.args.args) + len(node.args.kwonlyargs) >= 2
    if any("Function" in ast.unparse(b) for b in node.bases):
        return False  # a torch.autograd.Function is a step inside a cell
    return _has_runner(node, top)


def _has_runner(node: ast.ClassDef, top: dict[str, Definition]) -> bool:
    own = {n.name for n in node.body if isinstance(n, ast.FunctionDef)}
    bases = [top[r] for b in node.bases for r in reads(b) if r in top and r != node.name]
    private = {n for n in own if n.startswith("__") and n.endswith("__")} - {"__call__"}
    inherited = (_has_runner(b, top) for b in bases if isinstance(b, ast.ClassDef))
    return bool({n for n in own - private if not PLAIN.match(n)}) or any(inherited) or _built(node)


def _built(node: ast.ClassDef) -> bool:
    """A class that compiles its forward pass, or walks over its input, while it is constructed."""
    return any(called_name(n) in ("function", "jit", "scan") for n in ast.walk(node))


def _recurrent(code: Iterable[ast.AST]) -> bool:
    squashes = products = False
    for node in (n for part in code for n in ast.walk(part)):
        squashes |= handed_on(node)
        name = called_name(node)
        if name:
            if READY.match(name):
                return True
            squashes |= bool(SQUASHES.search(name)) or named_squash(node)
            products |= bool(PRODUCTS.search(name)) or _own_part(node)
        products |= isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult)
        products |= isinstance(node, ast.GeneratorExp | ast.For | ast.ListComp)
    return squashes and products


def _own_part(node: ast.AST) -> bool:
    """A call of a part of the object, such as a linear module: `self.w(x)`."""
    return isinstance(node, ast.Call) and ast.unparse(node.func).startswith("self.")


def _helper(candidate: Candidate, found: list[Candidate], usage: Usage) -> bool:
    """A single gate, or a projection: used by a candidate, never stepped over time."""
    users = [c for c in found if candidate.name in c.uses]
    if not users:
        return False
    if isinstance(candidate.node, ast.FunctionDef) and not _takes_state(candidate.node):
        return not _walks(candidate.node)
    if any(usage.loops_over(c.name, candidate.name) for c in users):
        return False
    code = usage.nodes(candidate.name)
    gate = isinstance(candidate.node, ast.ClassDef) and not mixes(code)
    return gate or squashes(code) < 2 or gives_parts(candidate.node)


def _walks(node: ast.FunctionDef) -> bool:
    """Whether a function runs over time by itself, from a state of its own making."""
    return carries(node) or any(called_name(n) in SCANS for n in ast.walk(node))


def _takes_state(node: ast.FunctionDef) -> bool:
    from gru_doctor.loaders.text.names import call_role

    given = [a.arg for a in (*node.args.args, *node.args.kwonlyargs)]
    return any(call_role(a) == "h" for a in given)


def _composite(candidate: Candidate, found: list[Candidate], usage: Usage) -> bool:
    """A model around a cell of the file: an embedding, an output layer or a loss beside it. Its cell is a
    target, it is none."""
    inner = {c.name for c in found if c.name in candidate.uses}
    if not inner:
        return False
    return any(BESIDE.search(name) for name in calls(candidate.node))
