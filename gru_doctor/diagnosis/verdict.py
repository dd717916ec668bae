"""healthy is earned: every check that applies has passed, or there is no verdict."""

from __future__ import annotations

from gru_doctor.records import Card, Evidence, Finding, Options, Problem, Verdict


def verdict_of(
    card: Card, checks: tuple[Evidence, ...], findings: tuple[Finding, ...], options: Options
) -> tuple[Verdict, Problem | None]:
    """faulty when a finding is an error; healthy when all that is needed passed; else an error."""
    if any(f.severity == "error" for f in findings):
        return "faulty", None
    missing = [c for c in checks if c.name in needed(card, options) and c.status != "pass"]
    missing = [c for c in missing if not (c.status == "fail" and _accounted(c, findings))]
    if not missing:
        return "healthy", None
    first = missing[0]
    return "error", Problem(
        "not-examined",
        f"{first.name} did not pass: {first.detail}",
        "no finding explains it; run again with another --seed, or check a smaller part of the file",
    )


def _accounted(check: Evidence, findings: tuple[Finding, ...]) -> bool:
    """Whether a warning is proven to be all that makes a check fail, as a mean that is taken for a sum."""
    proofs = (f.evidence.error_if_repaired for f in findings if f.gate == check.name)
    return any(proof is not None for proof in proofs)


def needed(card: Card, options: Options) -> set[str]:
    """The checks without which nothing is called healthy."""
    wanted = {"trust", "gates"}
    if card.gradient is not None:
        wanted.add("gradient")
    if card.level == "layer":
        wanted.add("sequence")
    if card.kind in ("lstm", "rnn", "other"):
        wanted = wanted - {"gates"} | {"properties"}
    return wanted & set(options.checks)
