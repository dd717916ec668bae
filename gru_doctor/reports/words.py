"""What the reports say in words: the target, the convention in one line, numbers, plain text."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Mapping
from math import isfinite

from gru_doctor.conventions import BIASES, proper
from gru_doctor.records import Card, Convention, Report, Severity, Target, Verdict

OUTCOMES: Mapping[Verdict, str] = {
    "healthy": "healthy",
    "faulty": "faulty",
    "error": "not examined",
}
LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
"""What a severity is called in reports, worst first."""

_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"}
_PICTURES |= {code: 0xFFFD for code in range(0x7F, 0xA0)}


def title(target: Target) -> str:
    """path.py:Name, or the path alone where no object was found in it."""
    return str(target) if target.name else target.path


def convention_line(c: Convention) -> str:
    """Such as: order reset, update, candidate; z keeps; reset after; two biases; as PyTorch"""
    clauses = [
        f"order {', '.join(c.gate_order)}" if c.gate_order else "",
        f"z {c.update}" if c.update else "z keeps or writes: cannot be told",
        f"reset {c.reset}" if c.reset else "reset before or after: cannot be told",
        BIASES[c.biases] if c.biases else "",
        f"{_spoken(c.gate_activation)} gates" if c.gate_activation != "sigmoid" else "",
        f"{_spoken(c.candidate_activation)} candidate" if c.candidate_activation != "tanh" else "",
        f"variant {c.variant}" if c.variant else "",
        f"as {proper(c.closest)}" if c.closest else "",
    ]
    return "; ".join(filter(None, clauses))


def facts_line(card: Card, convention: Convention | None) -> str:
    """Such as: GRU layer · theano · input 3, hidden 7 · x @ W · gradient by autograd"""
    kind = card.kind.upper() if card.kind in ("gru", "lstm", "rnn") else card.kind
    clauses = [
        f"{kind} {card.level}",
        card.framework,
        f"input {card.input_size}, hidden {card.hidden_size}",
        convention.orientation if convention else None,
        card.dtype if card.dtype != "float64" else None,
        f"gradient by {card.gradient}" if card.gradient else "no gradient of its own",
    ]
    return " · ".join(filter(None, clauses))


def number(value: float | None) -> str:
    """Two digits are enough for an error: 1.1e-16, 1e-9, 0.31; a dash for what was not measured."""
    if value is None:
        return "–"
    if not isfinite(value):
        return str(value)
    return re.sub(r"e([+-])0", r"e\1", f"{value:.2g}")


def counts(report: Report) -> str:
    """Such as: 2 targets: 1 healthy, 1 faulty; findings: 1 error"""
    verdicts = Counter(result.verdict for result in report.results)
    findings = Counter((f.severity, bool(f.silenced)) for result in report.results for f in result.findings)
    severities = {severity: findings[severity, False] for severity in LEVELS}
    let_through = sum(findings[severity, True] for severity in LEVELS)
    told = [f"{verdicts[v]} {outcome}" for v, outcome in OUTCOMES.items() if verdicts[v]]
    found = [counted(severities[s], noun) for s, noun in LEVELS.items() if severities[s]]
    found += [f"{let_through} let through"] if let_through else []
    line = f"{counted(len(report.results), 'target')}: {', '.join(told) or 'nothing examined'}"
    return f"{line}; findings: {', '.join(found) or 'none'}"


def counted(n: int, noun: str) -> str:
    """1 target, 2 targets"""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def plain(text: str) -> str:
    """The text with its control characters made visible, so that no file can drive the terminal."""
    return text.translate(_PICTURES)


def prose(text: str) -> list[tuple[str, bool]]:
    """The pieces of a message, and whether each is code: `code` stands between backticks."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return [(text, False)]
    return [(piece, i % 2 == 1) for i, piece in enumerate(pieces) if piece]


def command(text: str, width: int) -> str:
    """A shell command, broken between its words with backslashes, so that it can be copied."""
    lines = [""]
    for word in map(shlex.quote, shlex.split(plain(text))):
        if lines[-1] and len(lines[-1]) + len(word) + 3 > width:
            lines.append("   ")
        lines[-1] += f" {word}" if lines[-1] else word
    return " \\\n".join(lines)


def _spoken(activation: str) -> str:
    return activation.replace("_", " ")
