"""Findings about manners: numbers that change from call to call, lost precision; shared arrays beside."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gru_doctor.checks.probe import probed
from gru_doctor.diagnosis.equations.sharing import shared
from gru_doctor.diagnosis.locating.flow import PASSED_ON, Flow
from gru_doctor.diagnosis.locating.place import place, placed
from gru_doctor.records import Array, Card, Evidence, Finding, Options
from gru_doctor.subject import Subject

PLAIN = {
    "deterministic": Finding(
        "GRU503", "not-deterministic", "error", None, "the same call gives other numbers each time",
        expected="the same numbers for the same call", remedy="draw nothing at random unless it is trained",
    ),
    "mutates": Finding(
        "GRU502", "mutates-input", "warning", None, "a forward pass writes to its own parameters",
        expected="parameters as they were", remedy="write into a copy",
    ),
    "carries": Finding(
        "GRU310", "state-leak", "warning", "sequence", "a second identical call without a state differs",
        expected="the same numbers for the same call", remedy="reset the state before each sequence",
    ),
}  # fmt: skip

LEFT = "GRU310"


def manner_findings(subject: Subject, trust: Evidence, options: Options) -> list[Finding]:
    """What the trust check saw, and float32 inside float64."""
    limit = trust.tolerance or 0.0
    bad = {name for name, value in trust.parts.items() if value is not None and not value <= limit}
    found = []
    if "shared" in bad:
        found.append(shared(subject, options))
    found += [_told(name, finding, subject.card) for name, finding in PLAIN.items() if name in bad]
    found = [_left(subject, f, options) if f.code == LEFT else f for f in found]
    if subject.card.dtype == "float32":
        found.append(_imprecise(subject, options))
    return found


def _told(name: str, finding: Finding, card: Card) -> Finding:
    """A state left behind is a fault where the caller hands the state in, and nothing can reset it: then it
    is no stateful object by design."""
    meant = name != "carries" or card.forgets or not card.takes_state
    if meant:
        return finding
    told = f"{finding.message}: it starts where the last call stopped, and nothing resets it"
    return replace(finding, severity="error", message=told, remedy="start from zeros when no state is passed")


def _left(subject: Subject, finding: Finding, options: Options) -> Finding:
    """With the last statement that leaves the final state on the object."""
    probe = probed(subject, replace(options, batch=1), np.random.default_rng([options.seed, 8]), 2)
    flow = Flow(subject.record(replace(probe.call, h0=None)))
    run = subject.run(replace(probe.call, h0=None))
    last = run.last if run.last is not None else None if run.outputs is None else run.outputs[-1]
    sites = () if last is None else (flow.site(n) for n in flow.producing(last))
    site = next((s for s in sites if s.target is not None and "." in s.target), None)
    return placed(finding, None if site is None else place(site))


def _imprecise(subject: Subject, options: Options) -> Finding:
    probe = probed(subject, options, np.random.default_rng([options.seed, 8]), 2)
    flow = Flow(subject.record(probe.call))
    whole = probe.run.outputs if probe.run.outputs is not None else probe.last
    node = _narrowing(flow, whole)
    spot = None if node is None else place(flow.site(node))
    return placed(Finding(
        "GRU504", "precision-lost", "warning", None,
        "float32 inside float64: the output keeps 7 digits of 16; the equations and the gradient are judged "
        "with that in mind",
        expected="one dtype throughout", remedy="leave out the float32",
    ), spot)  # fmt: skip


def _narrowing(flow: Flow, output: Array) -> int | None:
    """The buffer that the output was gathered in, or the first value rounded to float32."""
    node = next(flow.producing(output), None)
    while node is not None and flow.site(node).kind in PASSED_ON:
        name = flow.site(node).text
        made = [j for j in range(node) if flow.site(j).target == name]
        if made:
            return made[0]
        operands = flow.operands(node)
        if not operands:
            return node
        node = operands[-1]
    return node
