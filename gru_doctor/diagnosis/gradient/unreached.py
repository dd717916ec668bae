"""Gradients that come back wrong or not at all where nothing else is known of them."""

from __future__ import annotations

from dataclasses import replace

from gru_doctor.checks.pulled import Trial, as_returned, returned
from gru_doctor.diagnosis.gradient.cuts import cut
from gru_doctor.diagnosis.locating.flow import Flow
from gru_doctor.diagnosis.locating.place import place, placed
from gru_doctor.records import Array, Card, Evidence, Finding, Options, Proof
from gru_doctor.subject import Gradient, Subject


def severed(subject: Subject, evidence: Evidence, options: Options) -> list[Finding]:
    """Beside a fault of the forward: where autograd does not give the gradient of that forward as it
    stands, because the graph is cut at a place that can be shown."""
    if subject.card.gradient != "autograd" or evidence.status != "fail":
        return []
    tried = (as_returned(subject, options, steps) for steps in (1, max(3, options.steps)))
    made = next((t for t in tried if not t.given.complaint), None)  # the only step may be dropped
    if made is None:
        return []
    finding = unreached(subject, made, unnamed(subject.card, evidence))
    return [] if finding.span is None else [finding]


def unnamed(card: Card, evidence: Evidence) -> Finding:
    """A gradient that is wrong in a way that no slip of one step or of the carry reproduces."""
    limit = evidence.tolerance or 0.0
    wrong = {n: e for n, e in evidence.parts.items() if e is not None and not e <= limit}
    worst = max(wrong, key=lambda n: wrong[n], default=None)
    cut = card.gradient == "autograd"
    told = "autograd is cut" if cut else "no known fault explains it"
    return Finding(
        "GRU218" if cut else "GRU201", "detached" if cut else "gradient-wrong", "error", "gradient",
        f"the gradient of {', '.join(wrong) or 'the inputs'} is not that of your own forward pass; {told}; "
        f"{evidence.detail}",
        parameter=worst, evidence=Proof(evidence.max_error), block=worst,
        remedy="look for .detach(), .data, .item() or a NumPy round trip between the steps" if cut else None,
    )  # fmt: skip


def withheld(card: Card, finding: Finding, given: Gradient) -> Finding:
    """What a backward by hand leaves out altogether, where the rest is right."""
    lacking = finding.block
    if card.gradient != "backward" or lacking is None or lacking in given.weights or lacking in ("x", "h0"):
        return finding
    told = f"your backward pass gives no gradient of {lacking}"
    if card.framework != "numpy":
        return replace(
            finding, code="GRU218", name="detached", also=("GRU201",), factor=0.0,
            message=f"{told}: autograd takes it for a constant",
            remedy=f"return the gradient of {lacking} at its place, not None",
        )  # fmt: skip
    return replace(finding, message=told, factor=0.0, remedy=f"work out and return the gradient of {lacking}")


def unreached(subject: Subject, made: Trial, finding: Finding) -> Finding:
    """All that is returned is right, but not everything is returned: where the graph is cut, or where
    the user's own backward ends."""
    subject.assign(made.weights)
    flow = Flow(subject.record(made.call, made.cotangent))
    node = cut(flow, _output(subject, made)) if subject.card.framework != "numpy" else None
    node = _last_of_backward(flow) if node is None else node
    if node is None:
        return finding
    spot = place(flow.site(node))
    return placed(finding, spot)


def _output(subject: Subject, made: Trial) -> Array:
    """The state after the last step."""
    found = returned(subject.run(made.call), made.cotangent)
    last: Array = found[-1] if found.ndim == 3 else found
    return last


def _last_of_backward(flow: Flow) -> int | None:
    nodes = range(len(flow.trace.moments) - 1, -1, -1)
    return next((i for i in nodes if "backward" in flow.site(i).function), None)
