"""In which respects a cell differs from a published convention, and what converts its weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gru_doctor.checks.identifying.reading import GATES, NAMES, packings
from gru_doctor.conventions import BIASES, Published, in_order
from gru_doctor.diagnosis.equations.order import row_orders
from gru_doctor.equations.conversion import Conversion, negated, stretch, stretched, summed
from gru_doctor.equations.reading import Identity, Place, Reading
from gru_doctor.records import Convention

UNCHANGED = summed("")
"""What is only stored elsewhere, or beside zeros, keeps its numbers."""
NONE = "no conversion of the weights exists"


@dataclass(frozen=True)
class Difference:
    """One respect: what the cell does and what is demanded, in words, and how to convert.

    `convention` and `reading` are the cell's own with this one respect as demanded. `conversion`
    makes the blocks of that convention from the cell's own; None where none exists. `block` is where
    the respect shows first: h, n, z, or the name of a stored block.
    """

    respect: str
    yours: str
    theirs: str
    remedy: str
    convention: Convention
    reading: Reading
    conversion: Conversion | None
    block: str
    gate: str | None = None


def differences(identity: Identity, wanted: Published) -> Iterator[Difference]:
    """Every respect in which the cell is known to differ; what the numbers cannot tell is none."""
    yield from _polarity(identity, wanted)
    yield from _placement(identity, wanted)
    yield from _gates(identity, wanted)
    yield from _candidate(identity, wanted)
    yield from _biases(identity, wanted)
    yield from _order(identity, wanted)
    yield from _rows(identity, wanted)


def _polarity(identity: Identity, wanted: Published) -> Iterator[Difference]:
    c = identity.convention
    if c.update in (None, wanted.update):
        return
    yield Difference(
        "update polarity", f"z {c.update}", f"z {wanted.update}",
        f"negate the update gate's blocks: {_stored(identity.reading, 'z')}",
        replace(c, update=wanted.update), identity.reading, negated, "h", "update",
    )  # fmt: skip


def _placement(identity: Identity, wanted: Published) -> Iterator[Difference]:
    c = identity.convention
    if c.reset in (None, wanted.reset):
        return
    equations = {"before": "(r ⊙ h) U_n", "after": "r ⊙ (h U_n + c_n)"}
    yield Difference(
        "reset placement", f"reset {c.reset} the product, {equations[str(c.reset)]}",
        f"reset {wanted.reset}, {equations[wanted.reset]}",
        f"{NONE} (reset before <-> after): change the equation of the candidate, or train anew",
        replace(c, reset=wanted.reset), identity.reading, None, "n", "candidate",
    )  # fmt: skip


def _gates(identity: Identity, wanted: Published) -> Iterator[Difference]:
    c = identity.convention
    if c.gate_activation == wanted.gate_activation:
        return
    factor = stretch(c.gate_activation, wanted.gate_activation)
    blocks = f"{_stored(identity.reading, 'z')} and {_stored(identity.reading, 'r')}"
    yield Difference(
        "gate activation", _spoken(c.gate_activation), _spoken(wanted.gate_activation),
        f"{NONE}: change the activation" if factor is None else f"multiply by {factor:g}: {blocks}",
        replace(c, gate_activation=wanted.gate_activation), identity.reading,
        None if factor is None else stretched(factor), "z", "update",
    )  # fmt: skip


def _candidate(identity: Identity, wanted: Published) -> Iterator[Difference]:
    c = identity.convention
    if c.candidate_activation == wanted.candidate_activation:
        return
    yield Difference(
        "candidate activation", _spoken(c.candidate_activation), _spoken(wanted.candidate_activation),
        f"{NONE}: change the activation",
        replace(c, candidate_activation=wanted.candidate_activation), identity.reading, None, "n",
        "candidate",
    )  # fmt: skip


def _biases(identity: Identity, wanted: Published) -> Iterator[Difference]:
    c, places = identity.convention, identity.reading.places
    inside = c.biases == wanted.biases == "1" and wanted.reset == c.reset == "after" and "c_n" in places
    if c.biases is None or wanted.biases is None or (wanted.biases == c.biases and not inside):
        return
    surplus = _surplus(identity, wanted)
    kept = {b: p for b, p in places.items() if b not in {f"c_{g}" for g in surplus}}
    remedy, conversion = _rebiased(identity, wanted, surplus)
    yours = f"{BIASES[c.biases]}{', inside r ⊙ (h U_n + c_n)' if inside else ''}"
    yield Difference(
        "biases", yours, BIASES[wanted.biases], remedy, replace(c, biases=wanted.biases),
        Reading(kept, identity.reading.offsets), conversion, f"c_{surplus[0]}" if surplus else "h",
    )  # fmt: skip


def _rebiased(identity: Identity, wanted: Published, surplus: str) -> tuple[str, Conversion | None]:
    """How biases become those demanded: zeros where one is missing, sums where there is one too many."""
    reading = identity.reading
    if wanted.biases == "0":
        return f"{NONE} unless every bias is 0", None
    if not surplus:
        return "store zeros for the biases that it lacks", UNCHANGED
    if "n" in surplus and identity.convention.reset == "after":
        inside = f"c_n (in {_name(reading, 'c_n')}) stands inside r ⊙ (…), where no other bias can take it in"
        others = "; of r and z alone the two can be summed" if len(surplus) > 1 else ""
        return f"{NONE}: {inside}{others}", None
    sums = (f"b_{g} (in {_name(reading, f'b_{g}')}) + c_{g} (in {_name(reading, f'c_{g}')})" for g in surplus)
    return f"store the sums as the one bias: {', '.join(sums)}", summed(surplus)


def _surplus(identity: Identity, wanted: Published) -> str:
    """The gates with a second bias that the demanded convention has no room for."""
    held = {"1": "", "0": "", "2": "zrn", "input+candidate": "n"}[str(wanted.biases)]
    return "".join(g for g in GATES if f"c_{g}" in identity.reading.places and g not in held)


def _order(identity: Identity, wanted: Published) -> Iterator[Difference]:
    reading = identity.reading
    packed = {key: "".join(o) for key, o in packings(reading).items() if len(o) > 1}
    wrong = {key: o for key, o in packed.items() if wanted.order and not in_order(wanted.order, o)}
    if not wrong:
        return
    moves: dict[str, list[str]] = {}
    for (parameter, _), order in wrong.items():
        goal = [g for g in wanted.order if g in order]
        moves.setdefault(f"blocks {[order.index(g) for g in goal]}", []).append(parameter)
    told = "; ".join(f"of {', '.join(dict.fromkeys(names))} take {m}" for m, names in moves.items())
    (_, kind), order = next(iter(wrong.items()))
    yield Difference(
        "gate order", _gates_told(order), _gates_told("".join(g for g in wanted.order if g in order)),
        f"{told} (counted from 0, in this order)", identity.convention,
        _reordered(reading, list(wrong), wanted.order), UNCHANGED, f"{kind}_{order[0]}",
    )  # fmt: skip


def _reordered(reading: Reading, wrong: list[tuple[str, str]], order: str) -> Reading:
    """The reading in which these packed arrays hold their gates in another order."""
    places = dict(reading.places)
    for parameter, kind in wrong:
        held = [b for b, p in reading.places.items() if p.parameter == parameter and b[0] == kind]
        slots = sorted((reading.places[b] for b in held), key=lambda p: int(p.indices.min()))
        goal = sorted(held, key=lambda b: order.index(b[2]))
        places |= dict(zip(goal, slots, strict=True))
    return Reading(places, reading.offsets)


def _rows(identity: Identity, wanted: Published) -> Iterator[Difference]:
    reading = identity.reading
    turned = [g for g, way in row_orders(reading).items() if wanted.rows is not None and way != wanted.rows]
    if not turned:
        return
    words = {"xh": "[x, h]", "hx": "[h, x]"}
    names = ", ".join(dict.fromkeys(reading.places[f"W_{g}"].parameter for g in turned))
    yield Difference(
        "rows", words["hx" if wanted.rows == "xh" else "xh"], words[str(wanted.rows)],
        f"of {names} put the rows of the {'input' if wanted.rows == 'xh' else 'state'} first",
        identity.convention, _turned(reading, turned), UNCHANGED, f"W_{turned[0]}",
    )  # fmt: skip


def _turned(reading: Reading, gates: list[str]) -> Reading:
    """The reading in which the rows of input and state change places."""
    places = dict(reading.places)
    for g in gates:
        w, u = places[f"W_{g}"], places[f"U_{g}"]
        stride = int(u.indices[1, 0] - u.indices[0, 0])
        sign = 1 if w.indices.min() < u.indices.min() else -1
        places[f"W_{g}"] = Place(w.parameter, w.indices + sign * stride * len(u.indices))
        places[f"U_{g}"] = Place(u.parameter, u.indices - sign * stride * len(w.indices))
    return Reading(places, reading.offsets)


def _stored(reading: Reading, gate: str) -> str:
    """The blocks of a gate with the user's arrays that hold them: W_z in Wx, U_z in Wh"""
    blocks = [f"{kind}_{gate}" for kind in "WUbc" if f"{kind}_{gate}" in reading.places]
    return ", ".join(f"{b} (in {_name(reading, b)})" for b in blocks)


def _name(reading: Reading, block: str) -> str:
    return reading.places[block].parameter if block in reading.places else "0"


def _gates_told(order: str) -> str:
    return ", ".join(NAMES[g] for g in order)


def _spoken(activation: str) -> str:
    slopes = {"hard_sigmoid": " of slope 0.2", "hard_sigmoid_6": " of slope 1/6"}
    return activation.replace("_6", "").replace("_", " ") + slopes.get(activation, "")
