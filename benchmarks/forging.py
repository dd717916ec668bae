"""GRU files put together at random out of the ways in which people write each part.

Every choice is a published reading, so that a file is right; with a fault, one statement is written
otherwise, and it is known which. Nothing here knows the tool.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random

SYLLABLES = ("ka", "lo", "mi", "ru", "te", "vo", "shi", "ban", "der", "fu", "gal", "nex", "pol", "qua", "zed")
SIGMOIDS = {
    "np": ("1 / (1 + np.exp(-({a})))", "0.5 * (1 + np.tanh(0.5 * ({a})))", "np.exp({a}) / (1 + np.exp({a}))"),
    "torch": ("torch.sigmoid({a})", "({a}).sigmoid()", "1 / (1 + torch.exp(-({a})))"),
}
TANHS = {
    "np": ("np.tanh({a})", "2 / (1 + np.exp(-2 * ({a}))) - 1"),
    "torch": ("torch.tanh({a})", "({a}).tanh()"),
}
BLENDS = (
    "{k} * {h} + (1 - {k}) * {n}",
    "{n} + {k} * ({h} - {n})",
    "{h} + (1 - {k}) * ({n} - {h})",
    "{h} - (1 - {k}) * ({h} - {n})",
    "(1.0 - {k}) * {n} + {h} * {k}",
)
USUAL = {"d": "input_size", "m": "hidden_size", "out": "h_new"}


@dataclass(frozen=True)
class Fault:
    """One statement written otherwise: which (what it makes, or its part in the loop), how, and the codes
    that say so."""

    name: str
    statement: str
    how: str
    codes: tuple[str, ...]


FAULTS = (
    Fault("reset not applied", "n", "reset", ("GRU114",)),
    Fault("blend added twice", "out", "{k} * {h} + {k} * {n}", ("GRU117",)),
    Fault("update gate by a tanh", "z", "tanh", ("GRU116",)),
    Fault("sum instead of product in the reset", "n", "added", ("GRU127", "GRU103")),
    Fault("blend without the second weight", "out", "{k} * {h} + {n}", ("GRU117",)),
    Fault("candidate by a sigmoid", "n", "sigmoid", ("GRU116",)),
    Fault("blend of one weight alone", "out", "(1 - {k}) * {h} + (1 - {k}) * {n}", ("GRU117",)),
    Fault("reset gate by a tanh", "r", "tanh", ("GRU116",)),
    Fault("update gate in the reset's place", "n", "z", ("GRU129", "GRU114", "GRU110", "GRU111")),
    Fault("blend by the reset gate", "out", "{r} * {h} + (1 - {r}) * {n}", ("GRU117", "GRU129", "GRU110")),
)
LOOP_FAULTS = (
    Fault("last step dropped", "steps", "range({T} - 1)", ("GRU308",)),
    Fault("each step from the first state", "call", "start", ("GRU302",)),
    Fault("read from the end", "call", "{T} - 1 - t", ("GRU307",)),
    Fault("mask inverted", "mask", "{m} * state + (1 - {m}) * new", ("GRU304",)),
    Fault("mask makes zeros", "mask", "{m} * new", ("GRU306",)),
    Fault("mask ignored", "mask", "new", ("GRU305",)),
)


@dataclass
class Style:
    """The choices of one file, drawn once."""

    rng: Random
    framework: str = ""
    side: str = ""  # x @ W, or W @ x on columns
    stored: str = ""  # apart, packed
    order: str = ""
    biases: int = 0
    after: bool = False
    keeps: bool = False
    layer: str = ""  # "", "TBD", "BTD"
    masked: bool = False
    backwards: bool = False  # step(h, x)
    names: Iterator[str] = field(default_factory=lambda: iter(()))

    def __post_init__(self) -> None:
        pick = self.rng.choice
        self.framework, self.side = pick(("np", "torch")), pick(("rows", "columns"))
        self.stored = pick(("apart", "packed"))
        self.order = "".join(self.rng.sample("zrn", 3))
        self.biases, self.after, self.keeps = pick((0, 1, 1, 2)), pick((False, True)), pick((False, True))
        self.layer = pick(("", "", "TBD", "BTD")) if self.side == "rows" else ""
        self.masked = bool(self.layer) and pick((False, True))
        self.backwards = self.rng.random() < 0.3
        self.names = _words(self.rng)


@dataclass(frozen=True)
class Forged:
    """A file, and its faults with their lines."""

    text: str
    faults: tuple[tuple[Fault, int], ...] = ()


def _words(rng: Random) -> Iterator[str]:
    """Names without a meaning, none twice."""
    seen: set[str] = set()
    for _ in count():
        word = "".join(rng.sample(SYLLABLES, 2))
        if word not in seen:
            seen.add(word)
            yield word


def forged(seed: int, faults: int = 0) -> Forged:
    """File number `seed` with so many faults in it; the same choices with and without."""
    style = Style(Random(seed))
    names = {role: next(style.names) for role in (*"xhzrnWUbcdm", "out")}
    if style.rng.random() < 0.5:
        names = {role: USUAL.get(role, role) for role in names}
    chosen = _drawn(style, Random(-1 - seed), faults)
    wrong = {fault.statement: fault.how for fault in chosen}
    made = _statements(style, names, wrong)
    loop = _loop(style, wrong) if style.layer else []
    head = [f"import {'numpy as np' if style.framework == 'np' else 'torch'}", "", ""]
    rows = [*head, *_constructor(style, names), "", *_step(style, names, [text for _, text in made])]
    rows += [text for _, text in loop]
    line = {key: rows.index(text) + 1 for key, text in loop if key}
    line |= {key: rows.index(f"        {text}") + 1 for key, text in made}
    return Forged("\n".join(rows) + "\n", tuple((fault, line[fault.statement]) for fault in chosen))


def _drawn(style: Style, rng: Random, number: int) -> list[Fault]:
    """Faults of statements that differ, the second not one that the first hides."""
    known = [*FAULTS, *(f for f in LOOP_FAULTS if style.masked or f.statement != "mask")]
    chosen: list[Fault] = []
    for fault in rng.sample(known if style.layer else list(FAULTS), len(FAULTS)):
        taken = {f.statement for f in chosen}
        hidden = fault.statement == "r" and any(f.how in ("reset", "z") for f in chosen)
        if len(chosen) < number and fault.statement not in taken and not hidden:
            chosen.append(fault)
    return chosen


def _constructor(style: Style, names: dict[str, str]) -> list[str]:
    cls, d, m = next(style.names).title(), names["d"], names["m"]
    torch = style.framework == "torch"
    rows = [f"class {cls}{'(torch.nn.Module)' if torch else ''}:", f"    def __init__(self, {d}, {m}):"]
    rows += ["        super().__init__()"] if torch else []
    rows.append(f"        self.size = {m}")
    packed = style.stored == "packed"
    for gate in ("",) if packed else style.order:
        wide = f"3 * {m}" if packed else m
        for kind, tall in (("W", d), ("U", m)):
            rows.append(f"        self.{names[kind]}{gate} = {_matrix(style, tall, wide)}")
        for kind in ("b", "c")[: style.biases]:
            rows.append(f"        self.{names[kind]}{gate} = {_vector(style, wide)}")
    return rows


def _matrix(style: Style, tall: str, wide: str) -> str:
    shape = f"{tall}, {wide}" if style.side == "rows" else f"{wide}, {tall}"
    made = f"np.random.randn({shape})" if style.framework == "np" else f"torch.randn({shape})"
    return f"{made} * 0.1" if style.framework == "np" else f"torch.nn.Parameter({made} * 0.1)"


def _vector(style: Style, wide: str) -> str:
    shape = wide if style.side == "rows" else f"({wide}, 1)" if style.framework == "np" else f"{wide}, 1"
    return f"np.zeros({shape})" if style.framework == "np" else f"torch.nn.Parameter(torch.zeros({shape}))"


def _step(style: Style, names: dict[str, str], body: list[str]) -> list[str]:
    entry = "step" if style.layer else style.rng.choice(("forward", "step", "forward"))
    rows = [f"    def {entry}(self, {_given(style, names['x'], names['h'])}):"]
    return [*rows, *(f"        {row}" for row in body), f"        return {names['out']}"]


def _given(style: Style, x: str, h: str) -> str:
    return f"{h}, {x}" if style.backwards else f"{x}, {h}"


def _loop(style: Style, wrong: dict[str, str]) -> list[tuple[str, str]]:
    """The rows of the layer, with the part that each plays."""
    T, first = ("xs.shape[1]", "[:, {t}]") if style.layer == "BTD" else ("xs.shape[0]", "[{t}]")
    how = wrong.get("call", "")
    x = "xs" + first.format(t=how.format(T=T) if "{T}" in how else "t")
    called = f"self.step({_given(style, x, 'start' if how == 'start' else 'state')})"
    m = f"mask{first.format(t='t')}[:, None]"
    made = wrong.get("mask", "{m} * new + (1 - {m}) * state").format(m=m)
    stack = f"{style.framework}.stack(states, {1 if style.layer == 'BTD' else 0})"
    back = style.rng.choice((stack, f"{stack}, state"))
    step = [("call", f"            new = {called}"), ("mask", f"            state = {made}")]
    return [
        ("", ""),
        ("", f"    def forward(self, xs, start{', mask' if style.masked else ''}):  # xs: {style.layer}"),
        ("", "        states, state = [], start"),
        ("steps", f"        for t in {wrong.get('steps', 'range({T})').format(T=T)}:"),
        *(step if style.masked else [("call", f"            state = {called}")]),
        ("", "            states.append(state)"),
        ("", f"        return {back}"),
    ]


def _statements(style: Style, names: dict[str, str], wrong: dict[str, str]) -> list[tuple[str, str]]:
    """The body as (what it makes, text); what is wrong is written otherwise."""
    rng, f = style.rng, style.framework
    sigmoid, tanh, blend = rng.choice(SIGMOIDS[f]), rng.choice(TANHS[f]), rng.choice(BLENDS)
    rows = []
    for gate in rng.sample("zr", 2):
        squash = tanh if wrong.get(gate) == "tanh" else sigmoid
        rows.append((gate, f"{names[gate]} = {squash.format(a=_sum(style, names, gate))}"))
    squash = sigmoid if wrong.get("n") == "sigmoid" else tanh
    rows.append(("n", f"{names['n']} = {squash.format(a=_candidate(style, names, wrong.get('n', '')))}"))
    keep = names["z"] if style.keeps else f"(1 - {names['z']})"
    written = wrong.get("out") or blend
    rows.append(
        ("out", f"{names['out']} = {written.format(k=keep, h=names['h'], n=names['n'], r=names['r'])}")
    )
    return rows


def _sum(style: Style, names: dict[str, str], gate: str) -> str:
    terms = [_product(style, names, "W", gate, names["x"]), _product(style, names, "U", gate, names["h"])]
    return " + ".join([*terms, *(_block(style, names, kind, gate) for kind in "bc"[: style.biases])])


def _candidate(style: Style, names: dict[str, str], wrong: str) -> str:
    gate = names["z"] if wrong == "z" else names["r"]
    sign, applied = ("+" if wrong == "added" else "*"), wrong != "reset"
    biases = [_block(style, names, kind, "n") for kind in "bc"[: style.biases]]
    ours = [_product(style, names, "W", "n", names["x"]), *biases[:1]]
    if not style.after:
        state = f"({gate} {sign} {names['h']})" if applied else names["h"]
        return " + ".join([*ours, _product(style, names, "U", "n", state), *biases[1:]])
    inner = " + ".join([_product(style, names, "U", "n", names["h"]), *biases[1:]])
    return " + ".join([*ours, f"{gate} {sign} ({inner})" if applied else f"({inner})"])


def _product(style: Style, names: dict[str, str], kind: str, gate: str, operand: str) -> str:
    block = _block(style, names, kind, gate)
    return f"{operand} @ {block}" if style.side == "rows" else f"{block} @ {operand}"


def _block(style: Style, names: dict[str, str], kind: str, gate: str) -> str:
    array = f"self.{names[kind]}"
    if style.stored == "apart":
        return array + gate
    k = style.order.index(gate)
    part = f"{'' if k == 0 else f'{k} * self.size'}:{f'{k + 1} * self.size'}".replace(
        "1 * self.size", "self.size"
    )
    alone = kind in "bc" or style.side == "columns"
    return f"{array}[{part}]" if alone else f"{array}[:, {part}]"
