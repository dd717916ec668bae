"""First weights from which nothing learns, as loading found them."""

from __future__ import annotations

from gru_doctor.records import Card, Finding


def beginning_findings(card: Card) -> list[Finding]:
    """GRU404: a warning, for the equations are not to blame, and trained weights may be put in."""
    if not card.first:
        return []
    return [
        Finding(
            "GRU404", "initial-weights", "warning", None,
            f"{card.first}: all units of a layer start alike, get the same gradient and stay alike, in the "
            "reference too",
            actual=card.first, expected="random numbers of the size 1/√H",
            remedy="draw the matrices at random; biases may begin at zero",
        )
    ]  # fmt: skip
