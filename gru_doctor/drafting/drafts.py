"""The draft of an adapter: everything that the text of the file tells is filled in, and each blank has
a comment. Nothing of the file is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from gru_doctor.drafting.guesses import BLANK, Guesses, Value, asked, blank, methods, optional, required
from gru_doctor.loaders.calling.entries import ENTRIES, NOT_FORWARD, loops
from gru_doctor.loaders.text.names import BACK, call_role
from gru_doctor.loaders.text.signature import definition
from gru_doctor.loaders.text.source import Source
from gru_doctor.loaders.text.usage import called_name

BACKWARD = re.compile(rf"{BACK}|_bwd$|^bwd", re.I)
PRODUCTS = re.compile(r"dot|matmul|linear|einsum|^mm$|^addmm$|inner|affine|cat|stack$", re.I)
HEAD = '"""How gru-doctor makes and calls {name}: plain Python, to be changed at will."""'
WIDEST = 100
INIT = "    def __init__(self, input_size, hidden_size):"


def draft(source: Source, name: str) -> str:
    """The text of an adapter for one class or function of the file."""
    guesses, node = Guesses(source), definition(source.tree, name)
    lines = [f"class {name.split('.')[0]}:"]
    if isinstance(node, ast.ClassDef):
        lines += [*_made(guesses, node, name), *_called(_all_methods(guesses, node))]
    elif isinstance(node, ast.FunctionDef):
        lines += _stepped(guesses, node)
    else:
        lines += _unknown(f"{guesses.module}.{name}")
    body = "\n".join(lines)
    numpy = "import numpy as np\n\n" if "np." in body else ""
    return f"{HEAD.format(name=name)}\n\n{numpy}import {guesses.module}\n\n\n{body}\n"


def _made(guesses: Guesses, node: ast.ClassDef, name: str) -> Iterator[str]:
    yield INIT
    values = guesses.values(guesses.constructor(node), node)
    yield from _call("self.cell = ", f"{guesses.module}.{name}", values)


def _called(own: Mapping[str, ast.FunctionDef]) -> Iterator[str]:
    """The forward pass of the object made, and its backward pass if it has one."""
    entry = _entry(own)
    if entry is None:
        yield from ("", "    def step(self, x, h):")
        yield f"        return {BLANK}  # fill in one step of self.cell"
        return
    x, h, rest = _data(own[entry])
    values = _inputs(x, h) | {n: blank(n) for n in rest}
    target = "self.cell" if entry == "__call__" else f"self.cell.{entry}"
    yield from _method(own[entry], h, target, values)
    back = next((n for n in own if BACKWARD.search(n)), None)
    if back is not None:
        names = ", ".join(g.name for g in required(own[back]))
        yield from ("", f"    def {back}(self{', ' if names else ''}{names}):")
        yield f"        return self.cell.{back}({names})"


def _stepped(guesses: Guesses, node: ast.FunctionDef) -> Iterator[str]:
    """A function: what is neither its input nor its state is made once, and kept."""
    x, h, rest = _data(node)
    given = [g for g in required(node) if g.name in rest]
    kept = guesses.values(given, node)
    roles = {n: call_role(n) for n in rest}
    kept |= {n: guesses.config(n, node) for n in rest if roles[n] == "config"}
    kept |= {n: guesses.weights(n, node) for n in rest if roles[n] == "weights"}
    yield INIT
    for name, value in kept.items():
        yield f"        self.{name} = {value.text}{_comment(value.asks)}"
    if not kept:
        yield "        pass"
    values = _inputs(x, h) | {n: Value(f"self.{n}") for n in rest}
    yield from _method(node, h, f"{guesses.module}.{node.name}", values)


def _unknown(what: str) -> Iterator[str]:
    """An object that the file makes when it runs."""
    yield from (INIT, f"        self.cell = {what}", "", "    def step(self, x, h):")
    yield f"        return {BLANK}  # fill in one step of self.cell"


def _all_methods(guesses: Guesses, node: ast.ClassDef) -> dict[str, ast.FunctionDef]:
    """Of the class, and of its bases in the file."""
    found: dict[str, ast.FunctionDef] = {}
    for base in guesses.bases(node):
        found |= _all_methods(guesses, base)
    return found | methods(node)


def _entry(own: Mapping[str, ast.FunctionDef]) -> str | None:
    """The usual names first, else the first public method that takes something."""
    usual = [n for n in ENTRIES if n in own]
    taking = [n for n, m in own.items() if required(m) and not n.startswith("_")]
    return next(iter([*usual, *(n for n in taking if not NOT_FORWARD.search(n))]), None)


def _data(node: ast.FunctionDef) -> tuple[str, str, list[str]]:
    """The names of the input and of the state ("" where the code starts from one of its own), and of
    the other arguments: by what they are called, then by what is multiplied."""
    names = [g.name for g in required(node)]
    multiplied = _multiplied(node)
    roles = {n: call_role(n) for n in names}
    loose = sorted((n for n in names if roles[n] == "unknown"), key=lambda n: n not in multiplied)
    x = next((n for n in names if roles[n] == "x"), None) or (loose.pop(0) if loose else "")
    h = next((n for n in names if roles[n] == "h"), None)
    if h is None:
        h = loose[0] if loose and not loops(node) else ""
    return x, h, [n for n in names if n not in (x, h)]


def _multiplied(node: ast.AST) -> set[str]:
    """The names that stand in a matrix product, or are joined to be in one."""
    found: list[ast.AST] = []
    for n in ast.walk(node):
        if isinstance(n, ast.BinOp) and isinstance(n.op, ast.MatMult):
            found += [n.left, n.right]
        elif isinstance(n, ast.Call) and PRODUCTS.search(called_name(n)):
            found += n.args
    return {n.id for part in found for n in ast.walk(part) if isinstance(n, ast.Name)}


def _inputs(x: str, h: str) -> dict[str, Value]:
    return {name: Value(ours) for name, ours in ((x, "x"), (h, "h")) if name}


def _method(node: ast.FunctionDef, h: str, target: str, values: Mapping[str, Value]) -> Iterator[str]:
    """A method that hands the input, the state and the mask on under the file's own names."""
    name = "step" if node.name.startswith("_") and node.name != "__call__" else node.name
    free = [
        n for n in optional(node) if call_role(n) in (("mask", "lengths") if h else ("h", "mask", "lengths"))
    ]
    taken = ["self", "x", *(["h"] if h else []), *(f"{n}=None" for n in free)]
    yield ""
    yield f"    def {name}({', '.join(taken)}):"
    yield from _call("return ", target, {**values, **{n: Value(n) for n in free}})


def _call(head: str, target: str, values: Mapping[str, Value]) -> Iterator[str]:
    """A call on one line, or on a line an argument where there is something to fill in."""
    whole = f"        {head}{target}({', '.join(f'{n}={v.text}' for n, v in values.items())})"
    if not asked(values.values()) and len(whole) <= WIDEST:
        yield whole
        return
    yield f"        {head}{target}("
    for name, value in values.items():
        yield f"            {name}={value.text},{_comment(value.asks)}"
    yield "        )"


def _comment(asks: tuple[str, ...]) -> str:
    return f"  # {', '.join(asks)}" if asks else ""
