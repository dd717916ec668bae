"""Reports built by hand, one of each verdict; no examination is run for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gru_doctor.records import (
    Card,
    Convention,
    Evidence,
    Finding,
    Parameter,
    Problem,
    Proof,
    Related,
    Report,
    Result,
    Span,
    Target,
)

CARD = Card(
    name="GRUCell",
    framework="numpy",
    level="cell",
    input_size=3,
    hidden_size=7,
    parameters=(Parameter("W", (3, 21)), Parameter("U", (7, 21)), Parameter("b", (21,))),
    takes_state=True,
    takes_mask=False,
    returns_sequence=False,
    gradient="backward",
)
CONVENTION = Convention(
    gate_order=("reset", "update", "candidate"),
    update="keeps",
    reset="after",
    biases="2",
    orientation="x @ W",
    closest="pytorch",
    follows=("pytorch", "cudnn"),
)
GATES = {"update": 5.6e-17, "reset": 1.1e-16, "candidate": 2.2e-16, "blend": 1.7e-16}
CHECKS = (
    Evidence("trust", "pass", 0.0, 0.0, 0.01, "same call twice, inputs untouched"),
    Evidence("gates", "pass", 2.2e-16, 1e-12, 0.02, "", GATES),
    Evidence("gradient", "pass", 3.1e-11, 1e-9, 0.3, "every entry of 5 arrays; floor 2e-11"),
    Evidence("sequence", "skipped", detail="a cell has no sequence of its own"),
    Evidence("memorization", "pass", 4.4e-16, 1e-9, 1.5, "recalls the marked token"),
)
LEARNING = tuple(1.1 * 0.9**i for i in range(60))


def report(*results: Result) -> Report:
    return Report("0.1.0", 0, results)


@pytest.fixture
def healthy() -> Report:
    curves = {"yours": LEARNING, "reference": LEARNING}
    checks = (*CHECKS[:-1], replace(CHECKS[-1], series=curves))
    target = Target("cell.py", "GRUCell", 12)
    return report(
        Result(
            target,
            "healthy",
            CARD,
            CONVENTION,
            checks,
            notes=("evaluation mode was switched on",),
            reproduce="gru-doctor check cell.py:GRUCell --seed 0",
        )
    )


@pytest.fixture
def faulty() -> Report:
    gates = replace(
        CHECKS[1], status="fail", max_error=0.31, parts={**GATES, "candidate": 0.31, "blend": None}
    )
    checks = (
        CHECKS[0],
        gates,
        Evidence("gradient", "fail", float("nan"), 1e-9, 0.2, "", {"dU": float("inf"), "dW": 0.0}),
        Evidence(
            "memorization",
            "fail",
            1.05,
            1e-6,
            2.0,
            series={"yours": (1.1,) * 60, "reference": LEARNING},
        ),
    )
    return report(
        Result(
            Target("cell.py", "GRUCell", 12),
            "faulty",
            CARD,
            replace(CONVENTION, gate_order=None, reset=None, closest=None, follows=()),
            checks,
            (CANDIDATE, GRADIENT, WARNING),
            reproduce="gru-doctor check cell.py:GRUCell --seed 0",
        )
    )


CANDIDATE = Finding(
    code="GRU114",
    name="reset-not-applied",
    severity="error",
    gate="candidate",
    message="The candidate reads the old state h where r ⊙ h belongs: the reset gate is dead.",
    span=Span("cell.py", 31, 31, 31, 40),
    source=("        n = np.tanh(x @ W_n + (h @ U_n) + b_n)  # [b]no markup[/b]",),
    parameter="U[:, 14:21]",
    expected="n = tanh(x W_n + (r ⊙ h) U_n + b_n)",
    actual="n = tanh(x W_n + h @ U_n + b_n)",
    remedy="write (r * h) @ U_n",
    evidence=Proof(0.31, 1.1e-16, "x = [[0.5]]\nh = [[0.25]]"),
    related=(Related("cell.py", 30, "r is computed here and never used"),),
    also=("GRU111",),
)
GRADIENT = Finding(
    code="GRU212",
    name="gradient-scaled",
    severity="error",
    gate="gradient",
    message="Every entry of dU is half of what it should be.",
    span=Span("cell.py", 58, 14, 60, 9),
    source=(
        "        dU = np.concatenate([",
        "\t    dz, dr, dn,",
        "        ]) / 2",
    ),
    block="U",
    factor=0.5,
    evidence=Proof(0.5, 2.0e-16),
)
WARNING = Finding(
    code="GRU504",
    name="precision-lost",
    severity="warning",
    gate=None,
    message="The state buffer is float32.",
)


@pytest.fixture
def broken() -> Report:
    problem = Problem("syntax", "'(' was never closed", "the file is not valid Python 3", 7)
    hopeless = Problem("file", "no such file", "check the path")
    return report(
        Result(Target("bad.py", ""), "error", error=problem, reproduce="gru-doctor check bad.py"),
        Result(Target("gone.py", ""), "error", error=hopeless, reproduce="gru-doctor check gone.py"),
    )
