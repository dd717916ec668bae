"""Naming a fault of the cell: the altered equations that reproduce the user's numbers to rounding.

The convention of a faulty cell cannot be read off its residual, so several readings are carried
along and the explanation that leaves nothing over decides. Before a fault is named it is confirmed
on fresh numbers and on large inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gru_doctor.checks.identifying.convention import Study, described, error
from gru_doctor.checks.identifying.kind import REFERENCED
from gru_doctor.checks.probe import Probe, call, last_step, probed, rerun
from gru_doctor.closeness import rounding
from gru_doctor.diagnosis.equations.combine import Row, pairs, singles
from gru_doctor.diagnosis.equations.order import disorder, misnamed
from gru_doctor.diagnosis.equations.tracing import apparent, sighted, squashing
from gru_doctor.diagnosis.equations.tried import Bench, Gates, Tried
from gru_doctor.diagnosis.equations.variant import recognised_variant, spoilt_variant
from gru_doctor.equations.gru import EQUATIONS, Equation
from gru_doctor.equations.reading import Identity, Reading
from gru_doctor.explained import Explained, Named
from gru_doctor.fault import Altered, Fault, faults
from gru_doctor.records import Card, Convention, Kind, Options, Reset, Update
from gru_doctor.subject import Call, Subject

ODD = 1e-6
"""Below this error the gates are as read, whatever else is unusual."""

MOST_TIES = 8

Search = Callable[[Tried], Iterator[Row]]


@dataclass(frozen=True)
class Hypothesis:
    """A reading, a convention and none, one or two alterations."""

    reading: Reading
    convention: Convention
    alterations: tuple[tuple[Fault, Altered], ...] = ()

    @property
    def equations(self) -> dict[str, Equation]:
        """The reference with the alterations in place."""
        made = dict(EQUATIONS)
        for _, altered in self.alterations:
            made |= altered.equations
        return made

    def error(self, probe: Probe) -> float:
        """Distance to the user's numbers."""
        return error(self.reading, self.convention, probe, self.equations)


def explain(subject: Subject, study: Study, options: Options, kind: Kind = "gru") -> Explained:
    """The likeliest identity and the faults that, together, reproduce the user's numbers."""
    if kind not in REFERENCED:
        return Explained(study.best, (), False, EQUATIONS)
    with np.errstate(all="ignore"):  # an altered equation may overflow on large inputs
        return _explained(subject, study, options)


def _explained(subject: Subject, study: Study, options: Options) -> Explained:
    limit = rounding(subject.card.dtype)
    fresh = confirmations(subject, study, options)
    right = healthy(study.candidates, fresh, limit)
    if right is not None:
        return right
    variant = recognised_variant(study, plausible(study), [study.probe, *fresh], subject.card)
    if variant is not None:
        return variant
    for known in _squashed(subject, study, options):
        tried = trials(known, limit)
        found = _fitting(tried, fresh, singles)
        if found:
            return _best(known, found, subject.card)
    other = healthy(study.partial, fresh, limit)
    other = other or spoilt_variant(known, plausible(known), [study.probe, *fresh], subject.card)
    if other is not None:
        return other
    seen = sighted(subject, known, options)
    shown = [] if seen is known else trials(seen, limit)
    likely = [apparent(subject, [t.bench.reading for t in each], options) for each in (shown, tried)]
    attempts = [
        (seen, shown, singles),
        (seen, among(shown, likely[0]), pairs),
        (known, among(tried, likely[1]), pairs),
    ]
    for known, on, search in attempts:
        found = _fitting(on, fresh, search)
        if found:
            return _best(known, found, subject.card)
    return _unfitted(seen)


def _squashed(subject: Subject, study: Study, options: Options) -> Iterator[Study]:
    """The study as it is; then, where a run shows another activation of its gates, with that."""
    yield study
    shown = squashing(subject, study, options)
    if shown is not study:
        yield shown


def among(tried: list[Tried], readings: Sequence[Reading]) -> list[Tried]:
    """What is tried under these readings."""
    return [t for t in tried if any(t.bench.reading is r for r in readings)]


def _fitting(tried: list[Tried], fresh: list[Probe], search: Search) -> list[Hypothesis]:
    """What the search finds and fresh numbers confirm."""
    found = ((t.bench, Hypothesis(t.bench.reading, t.convention, row)) for t in tried for row in search(t))
    return [h for bench, h in found if all(h.error(p) <= bench.limit for p in fresh)]


def recognised(subject: Subject, study: Study, options: Options) -> Explained | None:
    """The right cell that the numbers speak of, None where they speak of none."""
    with np.errstate(all="ignore"):
        fresh = confirmations(subject, study, options)
        return healthy(study.candidates, fresh, rounding(subject.card.dtype))


def healthy(candidates: Sequence[Identity], fresh: list[Probe], limit: float) -> Explained | None:
    """The first candidate whose unaltered equations give the user's numbers, everywhere."""
    for identity in candidates:
        if identity.convention.candidate_activation != "tanh":
            continue  # no paper has it: named as a fault, or as a warning, further on
        whole = Hypothesis(identity.reading, identity.convention)
        if identity.error <= limit and all(whole.error(p) <= limit for p in fresh):
            return Explained(identity, (), True, EQUATIONS)
    return None


def confirmations(subject: Subject, study: Study, options: Options) -> list[Probe]:
    """Fresh numbers, and large ones, on which an explanation must hold too."""
    generator = np.random.default_rng([options.seed, 2])
    steps = len(study.probe.call.xs)
    fresh = probed(subject, options, generator, steps)
    large = call(subject.card, options, generator, steps)
    big = replace(fresh, call=Call(large.xs * 4, large.h0))
    return [fresh, rerun(subject, big, {})]


def trials(study: Study, limit: float) -> list[Tried]:
    """Every reading under every plausible convention, with the alterations that can stand there."""
    readings = {id(c.reading): c.reading for c in study.candidates}
    benches = [Bench(reading, last_step(study.probe), limit) for reading in readings.values()]
    gates: dict[tuple[int, Reset | None], Gates] = {}
    made = []
    for convention in plausible(study):
        choices = applicable(convention)
        for k, bench in enumerate(benches):
            known = gates.setdefault((k, convention.reset), Gates(bench, convention, choices))
            made.append(Tried(known, convention, choices))
    return made


def applicable(convention: Convention) -> list[tuple[Fault, Altered]]:
    """Every alteration of every fault that can stand under this convention."""
    return [(f, a) for f in faults() for a in f.cell if a.applies(convention)]


def plausible(study: Study) -> list[Convention]:
    """Conventions with the published activations that fit best, or that the run shows; the labels' polarity
    comes first."""
    described = study.best.convention
    gate = study.squashed or (described.gate_activation if study.best.error < ODD else "sigmoid")
    resets: tuple[Reset, ...] = ("before", "after")
    return [
        replace(described, update=u, reset=r, gate_activation=gate, candidate_activation="tanh")
        for u in _polarities(study)
        for r in resets
    ]


def _polarities(study: Study) -> list[Update]:
    """The one that most entries of the update gate speak for; then the other, where none does or the
    blend is so wrong that a cell without weights does not halve its state."""
    signs = [label.sign for label in study.roles.of("z").values()]
    both: list[Update] = ["keeps", "writes"] if sum(signs) >= 0 else ["writes", "keeps"]
    return both[:1] if signs and study.roles.halves else both


def _best(study: Study, found: list[Hypothesis], card: Card) -> Explained:
    """The hypothesis whose reading is most orderly, that needs least, first in order of code; those
    of the same rank are its ties, and the first of each other code that is as orderly."""
    ranked = sorted(((_rank(study, h, card), k, h) for k, h in enumerate(found)), key=lambda r: r[:2])
    usual = ranked[0][0]
    level = [h for rank, _, h in ranked if rank[:-1] == usual[:-1]][:MOST_TIES]
    firsts = {rank[2]: h for rank, _, h in reversed(ranked) if rank[:2] == usual[:2] and rank[2] != usual[2]}
    best, *ties = (_told(study, h, [h for _, _, h in ranked]) for h in [*level, *firsts.values()])
    return replace(best, ties=tuple(ties))


def _told(study: Study, chosen: Hypothesis, ranked: list[Hypothesis]) -> Explained:
    """A hypothesis with the codes of its class, less what its fault has made invisible."""
    own = {f.code for f, _ in chosen.alterations}
    also = sorted({f.code for h in ranked for f, _ in h.alterations} - own)
    before = Hypothesis(chosen.reading, chosen.convention).error(study.probe)
    after = chosen.error(study.probe)
    named = tuple(
        Named(f, a, tuple(also) if len(chosen.alterations) == 1 else (), before, after)
        for f, a in chosen.alterations
    )
    lost = {name for _, a in chosen.alterations for name in a.erases}
    same = {(h.convention.update, h.convention.reset) for h in ranked if _codes(h) == _codes(chosen)}
    convention = replace(
        chosen.convention,
        update=None if "update" in lost and len({u for u, _ in same}) > 1 else chosen.convention.update,
        reset=None if "reset" in lost and len({r for _, r in same}) > 1 else chosen.convention.reset,
    )
    identity = Identity(convention, chosen.reading, before)
    return Explained(identity, named, True, chosen.equations)


def _unfitted(study: Study) -> Explained:
    """What is known where nothing fits: the nearest identity, and each other reading as a tie."""
    readings = {id(c.reading): c.reading for c in study.candidates}
    found = [
        Explained(Identity(c, reading, error(reading, c, study.probe)), (), False, EQUATIONS)
        for reading in readings.values()
        for c in (described(reading, p, study.roles) for p in plausible(study))
    ]
    best, *ties = sorted(found, key=lambda e: e.identity.error)[:MOST_TIES]
    return replace(best, ties=tuple(ties))


def _codes(h: Hypothesis) -> tuple[str, ...]:
    return tuple(f.code for f, _ in h.alterations)


def _rank(study: Study, h: Hypothesis, card: Card) -> tuple[object, ...]:
    """Orderly readings first, then errors before warnings, then by code and polarity; names last."""
    mild = sum(f.severity != "error" for f, _ in h.alterations)
    polarity = h.convention.update != _polarities(study)[0]
    return (disorder(h.reading), mild, _codes(h), misnamed(h.reading, card), polarity)
