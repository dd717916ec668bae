"""Shapes that weight arrays can have: schemes to be tried until the user's code accepts one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from gru_doctor.loaders.text.names import array_kind

OUTPUT = 13
"""How many numbers an output layer gives where one is asked for."""
VOCABULARY = 64
"""How many rows a table of vectors has where a size of it is asked for."""
OF_OUTPUT = re.compile(r"^([wvu]|b|bias|weight)_?(h|a|s)?_?(y|q|out|output|logits?)$", re.I)
LETTERED = {"W": "input", "U": "recurrent"}

ROWS, COLUMNS = ("n", "1n", "n1"), ("n1", "n", "1n")
"""Layouts of a bias, the likeliest first, beside x @ W and beside W @ x."""

Shapes = Mapping[str, tuple[int, ...]]


def candidates(
    names: Sequence[str], d: int, h: int, node: ast.AST | None, text: str, used: Mapping[str, str]
) -> Iterator[Shapes]:
    """Every way to lay out the named arrays: what the docstring says of all of them before what the code's
    indices tell, and that before the usual packings."""
    told = _documented(names, d, h, text)
    if told.keys() >= set(names):
        yield told
    yield from stacks(names, d, h, node, used)
    yield from schemes(names, d, h, text, used)


def schemes(
    names: Sequence[str], d: int, h: int, text: str = "", used: Mapping[str, str] | None = None
) -> Iterator[Shapes]:
    """Shapes for the named arrays: first as the docstring says, then by the usual packings, with
    weights on the right (x @ W) and on the left (W @ x), biases as (n,), (1, n) and (n, 1).

    `used` tells the kinds of arrays by their use in the code, for what their names do not tell."""
    documented = _documented(names, d, h, text)
    if documented.keys() >= set(names):
        yield documented
    packed = [(k, g) for k in _readings(names, used or {}) for g in _packings(names, k)]
    for left, joint, bias in product((False, True), (0, 1, 2), ROWS):
        for kinds, gates in packed:
            yield {name: _shape(kinds[name], gates[name], d, h, left, joint, bias) for name in names} | {
                k: v for k, v in documented.items() if kinds.get(k) != "bias"
            }


def stacks(
    names: Sequence[str], d: int, h: int, node: ast.AST | None, used: Mapping[str, str]
) -> Iterator[Shapes]:
    """Shapes with the gates one behind the other, (3, rows, columns), where the code takes each array apart
    by 0, 1 and 2; nothing where it does not."""
    if node is None or not names or any(_taken(node, name) != {0, 1, 2} for name in names):
        return
    kinds = {name: str(array_kind(name)) for name in names} | {n: k for n, k in used.items() if n in names}
    for joint, left, which in product((0, 1, 2), (False, True), range(3)):
        bias = (COLUMNS if left else ROWS)[which]
        yield {name: (3, *_shape(kinds[name], 1, d, h, left, joint, bias)) for name in names}


def _taken(node: ast.AST, name: str) -> set[object]:
    """What an array is indexed by: numbers as such, anything else by its text."""
    found = (n for n in ast.walk(node) if isinstance(n, ast.Subscript) and isinstance(n.value, ast.Name))
    slices = [n.slice for n in found if isinstance(n.value, ast.Name) and n.value.id == name]
    return {s.value if isinstance(s, ast.Constant) else ast.unparse(s) for s in slices}


def _readings(names: Sequence[str], used: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """By use, where that is known; by the first letter, where `Wh` stands beside `Uh`; by name; then with
    input and recurrent exchanged; then, without recurrent names, all joint; then all alike, where each is
    named by the letter of a gate alone."""
    kinds = {name: f"{'output ' if OF_OUTPUT.match(name) else ''}{array_kind(name)}" for name in names}
    if used:
        yield kinds | {n: k for n, k in used.items() if n in kinds}
    stems = [{n[1:] for n in kinds if n[0] == letter} for letter in "WU"]
    if stems[0] and stems[0] == stems[1]:
        yield kinds | {n: LETTERED[n[0]] for n in kinds if n[0] in LETTERED}
    yield kinds
    exchanged = {"input": "recurrent", "recurrent": "input", "bias": "bias"}
    if "recurrent" in kinds.values():
        yield {name: exchanged.get(kind, kind) for name, kind in kinds.items()}
    matrices = [n for n in names if kinds[n] == "input"]
    if len(matrices) % 2 == 0 and "recurrent" not in kinds.values():
        half = len(matrices) // 2
        yield kinds | {n: "recurrent" for n in matrices[half:]}
        yield kinds | {n: "recurrent" for n in matrices[1::2]}
    if len(names) == 3 and all(len(n) == 1 for n in names):
        yield dict.fromkeys(names, "input")


def _packings(names: Sequence[str], kinds: Mapping[str, str]) -> list[dict[str, int]]:
    """How many gates each array packs, the likeliest first."""
    found = [_gates(names, kinds, alone) for alone in (3, 4, 1, 2)]
    return [gates for n, gates in enumerate(found) if gates not in found[:n]]


def _gates(names: Sequence[str], kinds: Mapping[str, str], alone: int) -> dict[str, int]:
    """How many gates each array packs: one alone holds all (three in a GRU, four in an LSTM), of
    two the first holds two; where all are two (MGU, Li-GRU), one each."""
    gates: dict[str, int] = {}
    for kind in set(kinds.values()):
        same = [n for n in names if kinds[n] == kind]
        counts = {1: [alone], 2: [1, 1] if alone == 2 else [2, 1]}.get(len(same), [1] * len(same))
        if kind == "bias" and len(same) == 2 and list(kinds.values()).count("input") == 1:
            counts = [3, 3]
        gates |= dict(zip(same, counts, strict=True))
    return gates


def _shape(kind: str, gates: int, d: int, h: int, left: bool, joint: int, bias: str) -> tuple[int, ...]:
    wide = OUTPUT if kind.startswith("output") else gates * h
    if kind.endswith("bias"):
        return {"n": (wide,), "1n": (1, wide), "n1": (wide, 1)}[bias]
    rows = h if kind != "input" else (d, d + h, d + h + 1)[joint]
    return (wide, rows) if left else (rows, wide)


def _documented(names: Sequence[str], d: int, h: int, text: str) -> dict[str, tuple[int, ...]]:
    """Shapes written as `Wx: (D, 3H)` in a docstring or comment."""
    found = {}
    for name in names:
        match = re.search(rf"\b{re.escape(name)}\b[^\n()]{{0,120}}\(([^()\n]*)\)", text)
        shape = match and tuple(_extent(part, d, h) for part in match[1].split(",") if part.strip())
        if shape and all(shape):
            found[name] = tuple(int(n or 0) for n in shape)
    return found


def _extent(part: str, d: int, h: int) -> int | None:
    """`3*H`, `3H`, `D + H`, `hidden_size` … as a number."""
    total = 0
    for term in part.replace(" ", "").split("+"):
        match = re.fullmatch(r"(\d*)\*?([A-Za-z_]*)(?:\*(\d+))?", term)
        if not match or not term:
            return None
        symbol = match[2].lower()
        size = 1 if not symbol else d if symbol in _D else h if symbol in _H else None
        if size is None:
            return None
        total += int(match[1] or 1) * size * int(match[3] or 1)
    return total


_D = {"d", "input_size", "input_dim", "n_in", "nin", "in", "x", "i", "n_x", "n_input", "in_dim", "n"}
_H = {"h", "hidden_size", "hidden_dim", "n_hid", "nhid", "hidden", "n_h", "units", "n_hidden", "n_a", "n_s"}
