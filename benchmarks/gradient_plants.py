"""Faults for the backward passes of several hands: one expression of a line changed, as people get it wrong.

Each is a sign, a factor, a term or a slope left out, a cached value for another, a gradient written over
instead of added up. What changes no gradient, or raises, is left out; what it is called, where it stands
and which gate it hits are known from how it was made, not from the tool.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from closed_loop import CASES

UPDATE, RESET, CANDIDATE = "update", "reset", "candidate"


@dataclass(frozen=True)
class Hand:
    """A base: the function of its backward pass, the gate that each local name is of, the cached values
    of the shape of the state, the incoming gradient, and whether it adds up over time."""

    function: str
    gates: dict[str, str]
    cached: tuple[str, ...]
    incoming: str
    over_time: bool = False


def _gates(update: str, reset: str, candidate: str) -> dict[str, str]:
    named = ((update, UPDATE), (reset, RESET), (candidate, CANDIDATE))
    return {name: gate for names, gate in named for name in names.split()}


HANDS = {
    "anna_hw3": Hand(
        "backward", _gates("dz dz_in", "dr dr_in", "dn dn_in d_inner"),
        ("self.hidden", "self.n", "self.r", "self.z", "self.inner"), "delta",
    ),
    "batch_rnn": Hand(
        "backward", _gates("dz daz", "dr dar", "dn dan dq"), ("h", "r", "z", "q", "n"), "dh", True
    ),
    "fused_op": Hand("backward", _gates("d_z", "d_r", "d_n"), ("h", "r", "z", "n", "hn"), "grad_out"),
    "layer_time": Hand("backward", _gates("dz", "dr", "dn drh"), ("hp", "z", "r", "n"), "dh", True),
    "rnn_layers_cs": Hand(
        "gru_step_backward", _gates("du dau", "dr dar", "dc dac drh"), ("prev_h", "r", "u", "rh", "c"),
        "dnext_h",
    ),
    "eqs": Hand(
        "next_state_grad", _gates("delta_z", "delta_r", "delta_t back"), ("z", "r", "h_tilde", "h"), "dout"
    ),
    "port_weights": Hand(
        "backward", _gates("d_keep", "d_reset", "d_new"), ("h", "reset", "keep", "new", "h_n"), "dh_next"
    ),
    "week1_assignment": Hand(
        "gru_cell_backward", _gates("dut", "drt", "dcct dconcat_r"), ("a_prev", "rt", "ut", "cct"), "da_next"
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """A new expression for one that stands in the file: the node it replaces, the code of the fault."""

    old: ast.expr
    new: str
    codes: tuple[str, ...]
    kind: str
    gate: str


def planned(base: str, number: int) -> list[dict[str, Any]]:
    """So many faults of a base, every kind in turn; the same ones each time."""
    text, hand = (CASES / "healthy" / f"{base}.py").read_text(), HANDS[base]
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for change, statement in changes(text, hand):
        by_kind.setdefault(change.kind, []).append(_plant(base, text, change, statement))
    draw = random.Random(base)
    for found in by_kind.values():
        draw.shuffle(found)
    turns = max(map(len, by_kind.values()))
    every = [found[k] for k in range(turns) for found in by_kind.values() if k < len(found)]
    return every[:number] if number else every


def changes(text: str, hand: Hand) -> Iterator[tuple[Change, ast.stmt]]:
    """Every way to get one line of the backward pass wrong."""
    function = next(
        n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef) and _is(n, hand, text)
    )
    for statement in ast.walk(function):
        if not isinstance(statement, ast.Assign | ast.AugAssign) or statement.lineno != statement.end_lineno:
            continue
        gate = _gate(statement, hand)
        if gate is None or isinstance(statement.value, ast.Tuple):
            continue
        for change in (
            *_of_whole(statement, gate),
            *_of_terms(statement, hand),
            *_of_factors(statement, hand, gate),
        ):
            yield change, statement


def _is(function: ast.FunctionDef, hand: Hand, text: str) -> bool:
    inner = ast.get_source_segment(text, function) or ""
    return function.name == hand.function and all(name in inner for name in hand.gates)


def _gate(statement: ast.Assign | ast.AugAssign, hand: Hand) -> str | None:
    """The gate that a line is about: of the name it gives a value to, else of the names it reads."""
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    named = hand.gates.get(ast.unparse(target))
    several = len(list(_chain(statement.value, ast.Add))) > 1
    return named or ("all" if several and _read(statement.value, hand) else _read(statement.value, hand))


def _read(value: ast.expr, hand: Hand) -> str | None:
    """The one gate whose gradients are read; "all" where several are, None where none is."""
    names = {ast.unparse(n) for n in ast.walk(value) if isinstance(n, ast.Name | ast.Attribute)}
    found = {hand.gates[n] for n in names if n in hand.gates}
    if found:
        return found.pop() if len(found) == 1 else "all"
    return "blend" if hand.incoming in names else None


def _of_whole(statement: ast.Assign | ast.AugAssign, gate: str) -> Iterator[Change]:
    value = statement.value
    told = f"({ast.unparse(value)})"
    if isinstance(value, ast.BinOp | ast.Call):
        yield Change(value, f"-{told}", ("GRU211",), "sign", gate)
        yield Change(value, f"2 * {told}", ("GRU212", "GRU213"), "twice", gate)
        yield Change(value, f"0.5 * {told}", ("GRU212",), "half", gate)


def _of_terms(statement: ast.Assign | ast.AugAssign, hand: Hand) -> Iterator[Change]:
    terms = list(_chain(statement.value, ast.Add))
    for k, term in enumerate(terms) if len(terms) > 1 else ():
        gate = _read(term, hand) or "all"
        told = [f"({ast.unparse(t)})" if isinstance(t, ast.BinOp) else ast.unparse(t) for t in terms]
        left = " + ".join(told[:k] + told[k + 1 :])
        # what comes from the next step is no path of this one
        yield Change(statement.value, left, ("GRU210", "GRU216"), "term left out", gate)
        yield Change(statement.value, f"{left} - {told[k]}", ("GRU211",), "sign of a term", gate)
        yield Change(statement.value, f"{left} + 2 * {told[k]}", ("GRU213", "GRU212"), "term twice", gate)


def _of_factors(statement: ast.Assign | ast.AugAssign, hand: Hand, gate: str) -> Iterator[Change]:
    for product in (n for n in ast.walk(statement.value) if isinstance(n, ast.BinOp)):
        factors = list(_chain(product, ast.Mult))
        slopes = [f for f in factors if _is_slope(f)]
        for factor in slopes if len(factors) > 2 or "self" in ast.unparse(product) else ():
            left = " * ".join(f"({ast.unparse(f)})" for f in factors if f is not factor)
            yield Change(product, left, ("GRU214",), "slope left out", gate)
        for factor in (f for f in factors if ast.unparse(f) in hand.cached and len(factors) > 1):
            others = [c for c in hand.cached if c != ast.unparse(factor)]
            for other in others[:2]:
                yield Change(factor, other, ("GRU215",), "another cached value", gate)


def _is_slope(factor: ast.expr) -> bool:
    """1 − tanh², or the derivative by its name."""
    told = ast.unparse(factor)
    squared = told.startswith("1 - ") and ("**" in told or "*" in told)
    return squared or told.endswith("derivative()")


def _chain(node: ast.expr, operator: type[ast.operator]) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, operator):
        yield from _chain(node.left, operator)
        yield from _chain(node.right, operator)
    else:
        yield node


def _plant(base: str, text: str, change: Change, statement: ast.stmt) -> dict[str, Any]:
    lines = text.splitlines(keepends=True)
    line = lines[statement.lineno - 1]
    a, b = change.old.col_offset, change.old.end_col_offset
    assert change.old.lineno == change.old.end_lineno
    changed = line[:a] + change.new + line[b:]
    lines[statement.lineno - 1] = changed
    others = _assignments(text, statement) if change.kind == "term left out" else []
    return {
        "base": base, "text": "".join(lines), "line": statement.lineno, "lines_ok": others,
        "family": "backward",
        "code": change.codes[0], "also": list(change.codes[1:]), "gate": change.gate, "kind": change.kind,
        "new": changed.strip(), "severity": "error",
    }  # fmt: skip


def _assignments(text: str, statement: ast.stmt) -> list[int]:
    """The lines that give a value to the same name: where something is missing, each counts."""
    own = {ast.unparse(t) for t in _targets(statement)}
    near = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Assign | ast.AugAssign)]
    return sorted({n.lineno for n in near if own & {ast.unparse(t) for t in _targets(n)}})


def _targets(statement: ast.stmt) -> list[ast.expr]:
    if isinstance(statement, ast.Assign):
        return statement.targets
    return [statement.target] if isinstance(statement, ast.AugAssign) else []


def written(plant: dict[str, Any], folder: str) -> str:
    """The file with the fault, in a folder."""
    path = Path(folder) / f"{plant['base']}.py"
    path.write_text(plant["text"])
    return str(path)
