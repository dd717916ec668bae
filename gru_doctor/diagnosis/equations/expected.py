"""GRU190: where a cell differs from the convention that `--expect` demands, each respect proven.

The stored arrays read as demanded give other numbers; the converted arrays read as demanded give the
user's own. Both are run on one probe of the user's code.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gru_doctor.checks.identifying.kind import REFERENCED
from gru_doctor.checks.identifying.reading import NAMES, orientation
from gru_doctor.checks.probe import Probe, probed
from gru_doctor.closeness import gap, rounding
from gru_doctor.conventions import Published, published
from gru_doctor.diagnosis.equations.cell import scene
from gru_doctor.diagnosis.equations.differences import NONE, Difference, differences
from gru_doctor.diagnosis.locating.flow import PASSED_ON
from gru_doctor.diagnosis.locating.place import Place, place, placed
from gru_doctor.equations.reading import Identity
from gru_doctor.equations.unroll import unroll
from gru_doctor.errors import Trouble
from gru_doctor.explained import Explained
from gru_doctor.fault import Altered
from gru_doctor.records import Array, Arrays, Convention, Finding, Kind, Options, Proof
from gru_doctor.subject import Subject

CODE, NAME = "GRU190", "convention-mismatch"
SHOWN = 3


def mismatches(subject: Subject, explained: Explained, options: Options, kind: Kind) -> tuple[Finding, ...]:
    """One error for each respect in which the cell differs from what was demanded."""
    if options.expect is None:
        return ()
    wanted = published(options.expect)
    if kind not in REFERENCED or explained.identity.convention.variant is not None:
        return (_other(explained, wanted, kind),)
    if not explained.explained or any(n.fault.severity == "error" for n in explained.named):
        return ()
    probe = _probe(subject, options)
    unusual = [_unusual(n.altered, wanted) for n in explained.named]
    found = differences(explained.identity, wanted)
    return (*unusual, *(_finding(subject, explained, options, probe, wanted, d) for d in found))


def expectation_notes(identity: Identity, options: Options) -> tuple[str, ...]:
    """What is stored otherwise than demanded and needs no conversion of any number."""
    if options.expect is None:
        return ()
    wanted, reading = published(options.expect), identity.reading
    notes = []
    ways = {orientation(p.indices) for b, p in reading.places.items() if b[0] in "WU"} - {None}
    if wanted.orientation is not None and ways and wanted.orientation not in ways:
        notes.append(f"{wanted.proper} stores its matrices for {wanted.orientation}: transpose them")
    if wanted.order and identity.convention.gate_order is None:
        order = ", ".join(NAMES[g] for g in wanted.order)
        notes.append(f"the gates are stored apart: cut {wanted.proper}'s arrays in the order {order}")
    return tuple(notes)


def _other(explained: Explained, wanted: Published, kind: Kind) -> Finding:
    variant = explained.identity.convention.variant
    what = f"the variant {variant}" if variant and kind in REFERENCED else f"of kind {kind}, no plain GRU"
    return Finding(
        CODE, NAME, "error", None, f"{wanted.proper} was expected: this is {what}",
        expected=wanted.source, actual=what, remedy=NONE,
    )  # fmt: skip


def _unusual(altered: Altered, wanted: Published) -> Finding:
    return Finding(
        CODE, NAME, "error", altered.gate,
        f"{wanted.proper} was expected: the {altered.gate} is no published one",
        expected=altered.reference, actual=altered.yours, remedy=f"{NONE}: change the equation",
    )  # fmt: skip


def _finding(
    subject: Subject, explained: Explained, options: Options, probe: Probe, wanted: Published, d: Difference
) -> Finding:
    spot = _place(subject, explained, options, d)
    return placed(Finding(
        code=CODE, name=NAME, severity="error", gate=d.gate,
        message=f"{wanted.proper} was expected: it differs in {d.respect}: {d.yours}, expected {d.theirs}",
        expected=f"{d.theirs} ({wanted.source})", actual=d.yours,
        remedy=d.remedy, evidence=_proof(subject, explained, probe, d),
    ), spot, f"{spot.statement} [{d.yours}]" if spot else None)  # fmt: skip


def _proof(subject: Subject, explained: Explained, probe: Probe, d: Difference) -> Proof:
    """How far off the arrays are when read as demanded, as they are and once converted."""
    unconverted = _last(d, d.reading.blocks(probe.weights), d.convention, probe, explained)
    error = gap(unconverted, probe.last)
    if error <= rounding(subject.card.dtype):  # zeros that are stored or left out change nothing
        return Proof()
    example = _example(probe, unconverted)
    if d.conversion is None:
        return Proof(error, None, example)
    blocks = d.conversion(explained.identity.reading.blocks(probe.weights))
    return Proof(error, gap(_last(d, blocks, d.convention, probe, explained), probe.last), example)


def _probe(subject: Subject, options: Options) -> Probe:
    generator = np.random.default_rng([options.seed, 19])
    return probed(subject, options, generator, steps=1 if subject.card.takes_state else 3)


def _last(d: Difference, blocks: Arrays, convention: Convention, probe: Probe, explained: Explained) -> Array:
    """The last state that these blocks give under this convention."""
    with np.errstate(all="ignore"):
        states = unroll(blocks, probe.call.xs, probe.h, convention, probe.call.mask, explained.equations)
    last: Array = states[-1]
    return last


def _example(probe: Probe, unconverted: Array) -> str:
    yours, theirs = (np.array2string(a[0, :SHOWN], precision=4) for a in (probe.last, unconverted))
    return f"the same arrays give {yours} … here and {theirs} … if read as expected (first sample)"


def _place(subject: Subject, explained: Explained, options: Options, d: Difference) -> Place | None:
    """Where the respect stands in the user's file, None where no recorded value shows it."""
    try:
        stage = scene(subject, explained, options)
    except Trouble:
        return None
    stored = explained.identity.reading.places.get(d.block)
    if stored is not None:
        read = [*stage.flow.producing(subject.weights()[stored.parameter])]
        return place(stage.flow.site(read[-1])) if read else None
    values: Mapping[str, Array] = {"h": stage.output, "n": stage.right.n, "z": stage.right.z}
    node = next(stage.flow.producing(values[d.block]), None)
    while node is not None and stage.flow.site(node).kind in PASSED_ON:
        node = stage.flow.binding(node)
    return None if node is None else place(stage.flow.site(node))
