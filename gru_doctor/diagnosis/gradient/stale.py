"""GRU217: a backward pass that writes into what is not its own, and where it does."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from gru_doctor.checks.pulled import Trial, trial
from gru_doctor.checks.repeats import REPEATS
from gru_doctor.diagnosis.gradient.coefficients import proportion
from gru_doctor.diagnosis.locating.flow import Flow
from gru_doctor.diagnosis.locating.place import place, placed
from gru_doctor.records import Array, Evidence, Finding, Options, Proof, Severity
from gru_doctor.subject import Subject

CODE = "GRU217"
OUT = re.compile(r"\bout\s*=\s*([A-Za-z_][\w.]*)")
REMEDIES = {
    "updated": "take the step with the parameters outside of backward",
    "afresh": "let every forward pass start its cache anew, and keep nothing from the pass before",
    "again": "work on a copy of what the forward pass has kept: dz = dz * z * (1 - z), not z *= 1 - z",
    "overwritten": "begin with a copy: dh = dh.copy(), or write dh = dh + … for dh += …",
}


def stale_findings(subject: Subject, trust: Evidence, options: Options) -> list[Finding]:
    """What the backward pass leaves behind, each kind once; errors are those that remain when forward
    and backward are both run afresh."""
    limit = trust.tolerance or 0.0
    seen = [name for name in REPEATS if not (trust.parts.get(name) or 0.0) <= limit]
    if "updated" in seen:
        seen = [name for name in seen if name != "afresh"]
    if "afresh" in seen:  # what is carried over differs right after a forward pass, too
        seen = [name for name in seen if name != "again"]
    return [_finding(subject, name, trust, options) for name in seen]


def spoiling(findings: list[Finding], stale: list[Finding]) -> list[Finding]:
    """Where a backward that no known fault explains changes its own cache, that is the fault."""
    cause = next((f for f in stale if f.remedy == REMEDIES["again"]), None)
    unexplained = bool(findings) and all(f.evidence.error_if_repaired is None for f in findings)
    if cause is None or not unexplained or findings[0].gate != "gradient":
        return [*findings, *stale]
    worst = replace(
        cause, severity="error", evidence=findings[0].evidence, block=findings[0].block,
        message=f"{cause.message}; already in the first pass what reads it afterwards is wrong "
        f"(off by {findings[0].evidence.error or 0:.0e})", also=tuple(f.code for f in findings),
    )  # fmt: skip
    return [worst, *[f for f in stale if f is not cause]]


def _finding(subject: Subject, name: str, trust: Evidence, options: Options) -> Finding:
    severity: Severity = "error" if name in ("updated", "afresh") else "warning"
    run = _recorded(subject, options)
    node = run.gathering() if name == "afresh" else run.culprit(name)
    node = run.stepping() if node is None and name == "updated" else node
    spot = None if node is None else place(run.flow.site(node))
    by = trust.parts[name] or 0.0
    return placed(Finding(
        CODE, "stale-gradient", severity, "gradient",
        f"{REPEATS[name]}, by {by:.0e}" if np.isfinite(by) else REPEATS[name],
        expected="a backward pass that may be called at any time",
        remedy=REMEDIES[name], evidence=Proof(by),
    ), spot)  # fmt: skip


def _recorded(subject: Subject, options: Options) -> Run:
    made = trial(subject, options, 1)
    ahead = subject.record(made.call).sites
    subject.assign(made.weights)
    flow = Flow(subject.record(made.call, made.cotangent))
    nodes = range(len(flow.trace.moments))
    begin = next((i for i in nodes if flow.moment(i).site not in ahead), len(nodes))
    return Run(flow, begin, made)


@dataclass(frozen=True)
class Run:
    """A recorded step; its backward pass begins at node `begin`."""

    flow: Flow
    begin: int
    made: Trial

    def culprit(self, name: str) -> int | None:
        """The first write of the backward pass into a parameter ("updated"), into what the forward pass
        has made ("again"), or into what was handed in ("overwritten")."""
        known = _numbers(self._own(name))
        for i in range(self.begin, len(self.flow.trace.moments)):
            before = self._overwritten(i, rebound=name == "updated")
            if before is not None and np.any(before) and np.isin(_numbers([before]), known).all():
                return i
        return None

    def stepping(self) -> int | None:
        """The first value that is a parameter less so many times its gradient, wherever it is put."""
        pairs = [(self.made.weights[n], g) for n, g in self.made.given.weights.items() if np.any(g)]
        for i in range(self.begin, len(self.flow.trace.moments)):
            value = self.flow.value(i)
            if value is not None and any(_stepped(value, w, g) for w, g in pairs):
                return i
        return None

    def _own(self, name: str) -> list[Array]:
        if name == "updated":
            return list(self.made.weights.values())
        if name == "overwritten":
            return [self.made.cotangent]
        held = (self.flow.value(i) for i in range(self.begin))
        return [a for a in held if a is not None and a.dtype.kind == "f"]

    def _overwritten(self, i: int, rebound: bool) -> Array | None:
        """What stood, before node i, where it writes; `rebound`: a name that it gives a new value too."""
        site = self.flow.site(i)
        if site.kind == "AugAssign":
            return self._last_read(site.target or "", i)
        into = OUT.search(site.text) if site.kind == "Call" else None
        if into:
            return self._last_read(into[1], i)
        if site.call is not None and site.call.endswith("_") and "." in site.call:
            return self._last_read(site.call.rpartition(".")[0].removesuffix(".data"), i)
        target = site.target or ""
        if "[" in target:
            return self._last_read(target, i) if rebound else self._last_read(target.split("[")[0], i)
        return self._last_read(target, i) if rebound and target else None

    def _last_read(self, name: str, i: int) -> Array | None:
        """The latest value that went by this name."""
        for j in range(i - 1, -1, -1):
            site, value = self.flow.site(j), self.flow.value(j)
            if value is not None and name in (site.text, site.target) and value.dtype.kind == "f":
                return value if value.size > 1 else None
        return None

    def gathering(self) -> int | None:
        """Where the backward pass reads, of the size of the state, what only a pass before it can have
        left; else the last thing that the forward pass adds to what it keeps."""
        flow, nodes = self.flow, range(len(self.flow.trace.moments))
        stored = {flow.site(i).target for i in nodes[self.begin :]}
        read = {flow.site(i).text for i in nodes[self.begin :]}
        calls = [(i, (flow.site(i).call or "").rpartition(".")) for i in nodes[: self.begin]]
        added = {i: to for i, (to, _, how) in calls if how in ("append", "extend") and to in read}
        kept = stored - set(added.values())
        for i in nodes[self.begin :]:
            value, site = flow.value(i), flow.site(i)
            old = site.kind == "Attribute" and site.text in kept
            if old and (value is None or value.size in (1, self.made.cotangent.size)):
                return i
        return max(added, default=None)


def _stepped(value: Array, parameter: Array, gradient: Array) -> bool:
    if value.shape != parameter.shape or value.dtype.kind != "f":
        return False
    return proportion(value - parameter, gradient) not in (None, 0.0)


def _numbers(arrays: list[Array]) -> Array:
    """All of them, to seven digits: code in float32 holds no more."""
    flat = [np.abs(np.ravel(a)).astype(np.float32) for a in arrays]
    numbers: Array = np.unique(np.concatenate(flat)) if flat else np.zeros(0)
    return numbers
