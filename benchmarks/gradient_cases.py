"""Four smaller questions to the gradient check: a tiny gradient, the golden numbers, a wrong forward beside
a right backward, and the habits of backward passes that are right."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from closed_loop import OPTIONS
from gradient_peers import peers, pulled

from gru_doctor.checks.gradient import check_gradient
from gru_doctor.doctor import examine_all
from gru_doctor.equations.bptt import unroll_backward
from gru_doctor.loaders.load import load
from gru_doctor.records import Convention, Finding, Options, Result, Target
from gru_doctor.subject import Gradient

CELL = Path(__file__).parent / "cases" / "gradient_cell.py"
GOLDEN = Path(__file__).parent.parent / "fixtures" / "golden"
SMALL = 1e-6


def cell(dtype: str = "float64") -> str:
    """The text of the benchmark's own cell, in a dtype."""
    return CELL.read_text().replace("float64", dtype)


def loaded(text: str, name: str, options: Options) -> Any:
    """An object of a file with this text, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.py"
        path.write_text(text)
        return load(Target(str(path), name), options)


def verdict(text: str) -> Result:
    """The whole examination of a file with one target."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.py"
        path.write_text(text)
        return examine_all([str(path)], OPTIONS, lambda stage, share: None).results[0]


class Tiny:
    """A Subject of size 1e-6, whose gradient is said to be zero where `zero`."""

    def __init__(self, subject: Any, zero: bool) -> None:
        self.subject, self.zero = subject, zero

    def __getattr__(self, name: str) -> Any:
        return getattr(self.subject, name)

    def run(self, call: Any) -> Any:
        """The user's outputs, a millionth of them."""
        found = self.subject.run(call)
        return replace(found, outputs=_times(found.outputs), last=_times(found.last))

    def gradient(self, call: Any, cotangent: Any) -> Gradient:
        """The gradient of that, or zero."""
        size = 0.0 if self.zero else SMALL
        g = self.subject.gradient(call, cotangent)
        return Gradient(size * g.xs, size * g.h0, {n: size * a for n, a in g.weights.items()})


def _times(array: Any) -> Any:
    return None if array is None else SMALL * array


def tiny() -> None:
    """A true gradient of size 1e-6, reported as it is and reported as zero; a right cell in float32."""
    print("a function of size 1e-6           its gradient  reported as zero")
    for name, check in {"gru-doctor": ours, **peers()}.items():
        right, zero = (check_of(name, check, zero) for zero in (False, True))
        print(f"  {name:30s}  {'objects' if right else 'passes':12s}  {'objects' if zero else 'passes'}")
    print(f"  a right cell in float32: {verdict(cell('float32')).verdict}")


def ours(subject: Any, options: Options) -> str:
    """What the directions say; no reference is used."""
    found = check_gradient(subject, None, options)
    return "" if found.status == "pass" else found.detail


def check_of(name: str, check: Any, zero: bool) -> str:
    """What one check says of the tiny cell."""
    options = Options(hidden_size=4)
    subject = Tiny(loaded(cell(), "Cell", options), zero)
    said: str = ours(subject, options) if name == "gru-doctor" else check(pulled(subject, options, 2))
    return said


def golden() -> None:
    """The reference's backward pass against the golden gradients, relative to each array's largest."""
    worst, count = 0.0, 0
    for path in sorted(GOLDEN.glob("*.json")):
        for gap in _golden_gaps(path):
            worst, count = max(worst, gap), count + 1
    print(f"golden gradients: {count} arrays, largest gap {worst:.1e} of the array's largest entry")


def _golden_gaps(path: Path) -> Iterator[float]:
    whole = json.loads(path.read_text())
    weights = {name: np.array(a) for name, a in whole["weights"].items()}
    for case in whole["cases"]:
        h0 = np.zeros((2, 5)) if case["h0"] is None else np.array(case["h0"])
        mask = None if case["mask"] is None else np.array(case["mask"], dtype=float)
        xs, cotangents = np.array(case["xs"]), np.array(case["cotangents"])
        found = unroll_backward(weights, xs, h0, Convention(**whole["convention"]), cotangents, mask)
        true = case["gradients"]
        pairs = [(found.xs, true["xs"]), *((found.weights[n], a) for n, a in true["weights"].items())]
        pairs += [] if true["h0"] is None else [(found.h0, true["h0"])]
        yield from (_apart(a, np.array(b)) for a, b in pairs)


def _apart(a: Any, b: Any) -> float:
    largest = float(np.abs(b).max())
    return float(np.abs(a - b).max()) / (largest or 1.0)


FORWARD = {
    "right": (),
    "reset not applied": (("xn + r * hn", "xn + hn"),),
    "blend z h + n": (("return z * h + (1 - z) * n", "return z * h + n"),),
    "reset gate from U_z": (("sigmoid(xr + hr)", "sigmoid(xr + hz)"),),
}
BACKWARD = {
    "right": (),
    "sign of dz": (("dout * (h - n)", "dout * (n - h)"),),
    "slope of r missing": (("da_n * hn * r * (1 - r)", "da_n * hn"),),
}
OWN = (("da_r = da_n * hn * r * (1 - r)", "da_r = 0 * da_n"), ("da_n * r]", "da_n]"))
"""The backward that belongs to the forward without the reset."""


def both() -> None:
    """A wrong forward, a wrong backward, and both, told apart; whether each finding has the right line."""
    print(f"{'forward':20s} {'backward':20s} findings; what is said of the backward")
    rows = [(f, b, FORWARD[f] + BACKWARD[b]) for f in FORWARD for b in BACKWARD]
    rows.append(("reset not applied", "that of this forward", FORWARD["reset not applied"] + OWN))
    for forward, backward, edits in rows:
        text = edited(edits)
        lines = {text[: text.index(new)].count("\n") + 1 for _, new in edits}
        found = [f for f in verdict(text).findings if f.severity == "error"]
        told = ", ".join(f"{f.code} ({f.gate}, {placed(f, lines)})" for f in found) or "none"
        parts = [f.message.partition("Your backward")[2] for f in found if "Your backward" in f.message]
        said = f"; your backward{parts[0]}" if parts else ""
        print(f"{forward:20s} {backward:20s} {told}{said}", flush=True)


def placed(finding: Finding, lines: set[int]) -> str:
    """Whether a finding stands on one of the lines that were changed."""
    if finding.span is None:
        return "no line"
    return f"line {finding.span.line}{'' if finding.span.line in lines else ', wrong'}"


def edited(edits: tuple[tuple[str, str], ...]) -> str:
    """The benchmark's own cell with some text replaced."""
    text = cell()
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


STORES = "        self.dW, self.db = x.T @ dx_side, dx_side.sum(axis=0)\n"
ENDS = "        return dx_side @ self.W.T, dout * z + dh_side @ self.U.T\n"
RULES = "self.dW, self.db, self.dU, self.dc"
HABITS = {
    "gathers into buffers": (
        ("        self.c = np", f"        {RULES} = 4 * (0.0,)\n        self.c = np"),
        (STORES, "        self.dW, self.db = self.dW + x.T @ dx_side, self.db + dx_side.sum(axis=0)\n"),
    ),
    "pops its cache": (
        ("        self.c = np", "        self.kept = []\n        self.c = np"),
        ("self.cache = x, h, r, z, n, hn", "self.kept.append((x, h, r, z, n, hn))"),
        ("x, h, r, z, n, hn = self.cache", "x, h, r, z, n, hn = self.kept.pop()"),
    ),
    "clips at 5": ((ENDS, f"        for g in ({RULES}):\n            np.clip(g, -5, 5, out=g)\n{ENDS}"),),
    "returns in another order": (
        (ENDS, "        dx, dh = dx_side @ self.W.T, dout * z + dh_side @ self.U.T\n"
         "        return self.dc, dh, self.dU, self.db, dx, self.dW\n"),
    ),
    "returns a dict": (
        (ENDS, "        dx, dh = dx_side @ self.W.T, dout * z + dh_side @ self.U.T\n"
         "        return {'b': self.db, 'h': dh, 'U': self.dU, 'x': dx, 'c': self.dc, 'W': self.dW}\n"),
    ),
    "leaves all on the object": (
        (ENDS, "        self.dx, self.dh = dx_side @ self.W.T, dout * z + dh_side @ self.U.T\n"),
    ),
    "in float32": (),
}  # fmt: skip


def habits() -> None:
    """Right backward passes with habits: none is an error."""
    for name, edits in HABITS.items():
        text = edited(edits)
        found = verdict(text.replace("float64", "float32") if name == "in float32" else text)
        codes = ", ".join(f"{f.code} {f.severity}" for f in found.findings)
        print(f"  {name:28s} {found.verdict}{f' ({codes})' if codes else ''}", flush=True)
