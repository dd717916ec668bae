"""The laws as a check of every examination: each is tried on one example, or it is said why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from gru_doctor import laws
from gru_doctor.checks.identifying.kind import REFERENCED
from gru_doctor.checks.probe import call, weights
from gru_doctor.checks.sequence import restarts, walked
from gru_doctor.checks.trust import carried_over
from gru_doctor.closeness import rounding
from gru_doctor.diagnosis.lawless import broken_laws, law_findings
from gru_doctor.errors import CallTrouble
from gru_doctor.explained import Explained
from gru_doctor.laws import Law
from gru_doctor.records import Array, Evidence, Finding, Kind, Options, Status
from gru_doctor.subject import Subject
from gru_doctor.trials import Cell, Trial

NAME = "properties"
ALWAYS = (laws.causality, laws.independence, laws.determinism, laws.purity, laws.prefix, laws.company)
"""What holds for every recurrent code, whatever else than one state it carries."""
ALL = tuple(law for law in laws.LAWS if law is not laws.equations)
DECIMALS = (1, 2, 3)
TOLD = 60


@dataclass(frozen=True)
class Tried:
    """A law and what came of it: how far it is from holding, or why it was not tried."""

    law: Law
    error: float | None
    reason: str = ""


def check_properties(cell: Cell, options: Options) -> Evidence:
    """Evidence "properties": the error of each law, None for those that say nothing about the cell."""
    trial = drawn(cell, options)
    tried = [attempted(law, cell, trial) for law in (ALL if cell.identity is not None else ALWAYS)]
    limit = rounding(cell.subject.card.dtype)
    known = [t for t in tried if t.error is not None]
    broken = [t for t in known if t.error is not None and not t.error <= limit]
    status: Status = "fail" if broken else "pass"
    worst = max((t.error for t in known if t.error is not None), default=0.0)
    parts = {t.law.name: t.error for t in tried}
    return Evidence(NAME, status, worst, limit, detail=_told(tried, broken, cell, trial), parts=parts)


def drawn(cell: Cell, options: Options) -> Trial:
    """Random numbers, from a state that the cell itself reaches from zeros."""
    generator = np.random.default_rng([options.seed, 14])
    card = cell.subject.card
    made = weights(card, generator)
    asked = call(card, options, generator, max(3, options.steps))
    if asked.h0 is None:
        return Trial(made, asked.xs)
    cell.subject.assign(made)
    return Trial(made, asked.xs, _reached(cell, replace(asked, h0=np.zeros_like(asked.h0)).xs, asked.h0))


def _reached(cell: Cell, xs: Array, otherwise: Array) -> Array:
    """The state after some steps from zeros; random numbers where it leaves what a state can be."""
    try:
        run = cell.subject.run(Trial({}, xs, np.zeros_like(otherwise)).call)
    except CallTrouble:
        return otherwise
    state = run.outputs[-1] if run.outputs is not None and len(run.outputs) else run.last
    usable = state is not None and np.all(np.isfinite(state)) and np.max(np.abs(state)) <= 1
    return state if usable and state is not None else otherwise


def attempted(law: Law, cell: Cell, trial: Trial) -> Tried:
    """Try one law; code that refuses the call breaks no law."""
    reason = law.excuse(cell)
    if reason:
        return Tried(law, None, reason)
    cell.subject.assign(trial.weights)
    try:
        with np.errstate(all="ignore"):
            return Tried(law, law.measure(cell, trial))
    except (CallTrouble, IndexError, ValueError) as trouble:
        return Tried(law, None, f"it refuses the call: {str(trouble).splitlines()[0][:TOLD]}")


def smallest(law: Law, cell: Cell, trial: Trial) -> Trial:
    """The fewest steps and samples that still break a law, with as few decimals as show it."""
    limit = rounding(cell.subject.card.dtype)
    steps, batch = trial.xs.shape[:2]
    for t, b in sorted(product(range(1, steps + 1), range(1, batch + 1)), key=lambda tb: tb[0] * tb[1]):
        cut = replace(trial, xs=trial.xs[:t, :b], h0=None if trial.h0 is None else trial.h0[:b])
        for shorter in (*_rounded(cut), cut):
            error = attempted(law, cell, shorter).error
            if error is not None and not error <= limit:
                return shorter
    return trial


def shown(trial: Trial) -> str:
    """The numbers of a trial as a person types them; the weights are those of the seed."""
    steps, batch = trial.xs.shape[:2]
    h0 = "" if trial.h0 is None else f", h0 = {trial.h0.tolist()}"
    return f"T = {steps}, B = {batch}, x = {trial.xs.tolist()}{h0}"


def _rounded(trial: Trial) -> Iterator[Trial]:
    for n in DECIMALS:
        h0 = None if trial.h0 is None else trial.h0.round(n)
        yield replace(trial, xs=trial.xs.round(n), h0=h0)


def _told(tried: list[Tried], broken: list[Tried], cell: Cell, trial: Trial) -> str:
    parts = [f"broken: {', '.join(t.law.name for t in broken)}"] if broken else []
    held = [t.law.name for t in tried if t not in broken and t.error is not None]
    parts += [f"{len(held)} laws hold"]
    for reason in dict.fromkeys(t.reason for t in tried if t.error is None):
        parts.append(f"not {', '.join(t.law.name for t in tried if t.reason == reason)}: {reason}")
    return "; ".join([*parts, *_without_steps(cell, trial)])


def _without_steps(cell: Cell, trial: Trial) -> list[str]:
    """What a layer makes of a sequence of no steps: never judged, but said."""
    if cell.subject.card.level == "cell":
        return []
    try:
        found = cell.subject.run(replace(trial, xs=trial.xs[:0]).call)
    except CallTrouble as trouble:
        return [f"no steps (T = 0) are refused: {str(trouble).splitlines()[0][:TOLD]}"]
    start = np.zeros((trial.xs.shape[1], cell.subject.card.hidden_size)) if trial.h0 is None else trial.h0
    if found.last is not None and not np.array_equal(found.last, start):
        return ["no steps (T = 0) do not give back the state"]
    return [
        "no steps (T = 0) give back the state" if found.last is not None else "no steps (T = 0) are taken"
    ]


def lawful_cell(subject: Subject, explained: Explained, kind: Kind, options: Options) -> Cell:
    """What the laws are tried on; without the equations where it has none."""
    stateful = carried_over(subject, options)
    if kind not in REFERENCED or not explained.explained or subject.card.parts:
        return Cell(subject, stateful=stateful)
    masked = subject.card.takes_mask and subject.card.level == "layer"
    holds_not = masked and restarts(walked(subject, explained, options, max(3, options.steps)))
    return Cell(subject, explained.identity, explained.equations, holds_not, stateful)


def laws_broken(cell: Cell, evidence: Evidence, kind: Kind, options: Options) -> list[Finding]:
    """The law that does not hold, with the smallest example; of what has no equations nothing is demanded."""
    if kind not in REFERENCED:
        return []
    trial, said = drawn(cell, options), {}
    for law in (law for law in ALL if law.name in broken_laws(evidence)):
        said[law.name] = f"{law.says}\n{shown(smallest(law, cell, trial))}"
    return law_findings(cell.subject, evidence, said, options)
