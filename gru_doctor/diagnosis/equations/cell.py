"""Findings about the equations of the cell: proven faults with their places, or what differs first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gru_doctor.checks.probe import probed
from gru_doctor.closeness import RECOGNISED, recognised
from gru_doctor.diagnosis.equations.generic import GENERIC, first_gate
from gru_doctor.diagnosis.locating.callers import blamed
from gru_doctor.diagnosis.locating.defaults import by_default
from gru_doctor.diagnosis.locating.flow import PASSED_ON, Flow
from gru_doctor.diagnosis.locating.locate import Known, Pair, narrowed, origins
from gru_doctor.diagnosis.locating.place import Place, name_of, place, place_of, placed
from gru_doctor.diagnosis.locating.vocabulary import Vocabulary, packed_words, words
from gru_doctor.equations.gru import Step
from gru_doctor.equations.variants import equations_of
from gru_doctor.explained import Explained, Named
from gru_doctor.fault import Fault, coded
from gru_doctor.records import Array, Arrays, Convention, Evidence, Finding, Options, Proof, Span
from gru_doctor.subject import Subject


@dataclass(frozen=True)
class Scene:
    """One recorded step beside the healthy and the altered reference on the same numbers."""

    flow: Flow
    output: Array
    right: Step
    wrong: Step
    apart: tuple[Array, ...] = ()
    """What a right step computes before the constants that the code adds to its gates come in."""


def scene(subject: Subject, explained: Explained, options: Options) -> Scene:
    """Record one step on full-precision numbers (the last of three where no state can be given)."""
    generator = np.random.default_rng([options.seed, 7])
    probe = probed(subject, options, generator, 1)
    flow = Flow(subject.record(probe.call))
    identity = explained.identity
    blocks = identity.reading.blocks(probe.weights)
    convention = filled(identity.convention, _fused(flow, blocks, probe.h))
    rows = slice(None) if any(flow.producing(probe.last)) else slice(-1, None)
    right = Step(blocks, probe.x[rows], probe.h[rows], convention, equations_of(convention))
    wrong = Step(blocks, probe.x[rows], probe.h[rows], convention, explained.equations)
    plain = replace(identity.reading, offsets={}).blocks(probe.weights)
    bare = Step(plain, probe.x[rows], probe.h[rows], convention, equations_of(convention))
    apart = tuple(words(bare)) if identity.reading.offsets else ()
    return Scene(flow, probe.last[rows], right, wrong, apart)


def filled(convention: Convention, fused: bool = False) -> Convention:
    """Every unknown by the commonest reading; a product of h with all three gates' matrices at once,
    and a bias of its own for the candidate's, can only be meant for a reset that comes after it."""
    after = fused or convention.biases in ("2", "input+candidate")
    return replace(
        convention,
        update=convention.update or "keeps",
        reset=convention.reset or ("after" if after else "before"),
    )


def _fused(flow: Flow, blocks: Arrays, h: Array) -> bool:
    """Whether h U_n was computed inside a wider product."""
    if "U_n" not in blocks:
        return False
    product, hidden = h[-1:] @ blocks["U_n"], h.shape[1]
    values = (m.value for m in flow.trace.moments if m.value is not None and m.value.dtype.kind == "f")
    return any(hidden not in v.shape and v.size >= 2 * hidden and product in Vocabulary([v]) for v in values)


def cell_findings(subject: Subject, explained: Explained, gates: Evidence, options: Options) -> list[Finding]:
    """One finding a proven fault; where nothing explains the numbers, the first differing value."""
    if gates.status == "skipped" or (explained.explained and not explained.named):
        return []
    stage = scene(subject, explained, options)
    if explained.named:
        return [_proven(stage, explained, named) for named in explained.named]
    return [_unexplained(stage, gates)]


def _proven(stage: Scene, explained: Explained, named: Named) -> Finding:
    node = locate(stage, named, explained)
    spot = None if node is None else place(stage.flow.site(node))
    default = _default(stage, node, named)
    fault, also = (named.fault, named.also) if default is None else _mild(named)
    spot = spot if default is None else place_of(default, default)
    reference = named.altered.reference
    if stage.right.convention.update == "writes" and named.altered.gate == "blend":
        reference = reference.replace("z ⊙ h + (1 − z) ⊙ n", "(1 − z) ⊙ h + z ⊙ n")
    finding = Finding(
        code=fault.code,
        name=fault.name,
        severity=fault.severity,
        gate=named.altered.gate,
        message=_message(named, spot),
        expected=reference,
        actual=named.altered.yours,
        remedy=remedy(stage, node, named),
        evidence=Proof(named.error, named.error_if_repaired),
        also=also,
    )
    return placed(finding, spot)


def _default(stage: Scene, node: int | None, named: Named) -> Span | None:
    """Where an unusual candidate is a constructor's default argument: then it is only a warning, and a
    fault where it is written in the equation."""
    unusual = "GRU125" in (named.fault.code, *named.also)
    return by_default(stage.flow.site(node)) if unusual and node is not None else None


def _mild(named: Named) -> tuple[Fault, tuple[str, ...]]:
    mild = coded("GRU125")
    return mild, tuple(c for c in (named.fault.code, *named.also) if c != "GRU125")


def _message(named: Named, spot: Place | None) -> str:
    where = f"`{spot.text}`" if spot else f"the {named.altered.gate}"
    return (
        f"{where} makes {named.altered.yours}; with this one equation replaced the reference gives your "
        f"numbers to {named.error_if_repaired:.0e}, without it it is off by {named.error:.0e}"
    )


def locate(stage: Scene, named: Named, explained: Explained) -> int | None:
    """The node at fault: among the first wrong values the one of this fault, narrowed by its pairs.

    With two faults the other one's values count as right."""
    others = {k: v for n in explained.named if n is not named for k, v in n.altered.equations.items()}
    right = Step(
        stage.right.weights,
        stage.right.x,
        stage.right.h,
        stage.right.convention,
        {**stage.right.equations, **others},
    )
    known = known_of(right, stage.apart)
    found = origins(stage.flow, stage.output, known)
    if not found:
        return None
    pairs = wrong_values(stage.wrong, right, named)
    narrower = [blamed(stage.flow, node, narrowed(stage.flow, node, pairs, known), known) for node in found]
    return min((n for n, o in zip(narrower, found, strict=True) if n != o), default=found[0])


def known_of(right: Step, apart: Sequence[Array] = ()) -> Known:
    """What a right step computes; with the reset after it, h U_n + c_n is whole before it is reset."""
    after = right.convention.reset == "after" and "U_n" in right.weights
    return Known(
        Vocabulary([*words(right), *apart]),
        Vocabulary(list(packed_words(right))),
        right.h.shape[1],
        Vocabulary([right.recurrent("n")] if after else []),
        Vocabulary([right.z, right.r, right.n]),
    )


def wrong_values(wrong: Step, right: Step, named: Named) -> list[Pair]:
    """The gates that come out wrong, then what the fault itself knows to be wrong inside."""
    with np.errstate(all="ignore"):
        gates = [(wrong.z, right.z), (wrong.r, right.r), (wrong.n, right.n)]
        changed = dict(zip(("update", "reset", "candidate"), gates, strict=True))
        outer = [p for name, p in changed.items() if name in named.altered.equations]
        return [p for p in outer if not recognised(*p)] + named.altered.pairs(wrong, right)


def remedy(stage: Scene, node: int | None, named: Named) -> str | None:
    """The edit, where the value that belongs there already has a name in the user's code."""
    if node is None:
        return None
    value = stage.flow.value(node)
    text = stage.flow.site(node).text
    for wrong, right in wrong_values(stage.wrong, stage.right, named):
        if (
            value is None
            or np.shape(wrong) != np.shape(value)
            or not np.allclose(np.abs(wrong), np.abs(value))
        ):
            continue
        spoken = spoken_as(stage, right)
        if spoken not in (None, text):
            return f"replace `{text}` by `{spoken}`"
    return None


def spoken_as(stage: Scene, value: Array) -> str | None:
    """A right value in the user's own names: as it stands, or as a product of what stands."""
    whole = name_of(stage.flow, value)
    if whole is not None:
        return whole
    s = stage.right
    named = (("z", s.z), ("r", s.r), ("h", s.h), ("n", s.n), ("i", s.recurrent("n")))
    names = {k: name_of(stage.flow, v) for k, v in named if np.ndim(v)}
    for left, right, text in (
        (s.r, s.h, "{r} * {h}"), (s.z, s.h, "{z} * {h}"), (1 - s.z, s.h, "(1 - {z}) * {h}"),
        (s.z, s.n, "{z} * {n}"), (1 - s.z, s.n, "(1 - {z}) * {n}"), (s.r, s.recurrent("n"), "{r} * {i}"),
    ):  # fmt: skip
        if np.shape(value) == np.shape(left) and np.allclose(left * right, value, rtol=RECOGNISED):
            used = [k for k in names if "{" + k + "}" in text]
            return text.format(**names) if all(names[k] for k in used) else None
    return None


def _unexplained(stage: Scene, gates: Evidence) -> Finding:
    found = origins(stage.flow, stage.output, known_of(stage.right, stage.apart))
    gate = first_gate(stage.flow, stage.right, found, gates)
    code, name = GENERIC[gate]
    spot = place(stage.flow.site(_made(stage.flow, found[0]))) if found else None
    right = [n for n, e in gates.parts.items() if e is not None and e <= (gates.tolerance or 0)]
    still = f"; right by itself: {', '.join(right)}" if right else ""
    where = f"`{spot.text}` is the first value that" if spot else f"the {gate}"
    return placed(Finding(
        code=code, name=name, severity="error", gate=gate,
        message=f"{where} differs from the reference, and no known fault explains it{still}",
        evidence=Proof(gates.max_error),
    ), spot)  # fmt: skip


def _made(flow: Flow, node: int) -> int:
    """Where the value of a name, or of a part of it, was made."""
    bound = flow.binding(node) if flow.site(node).kind in PASSED_ON else None
    return node if bound is None or bound >= node else _made(flow, bound)
