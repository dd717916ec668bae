"""A gate without a term that its siblings have, where the file stores no array for it."""

from dataclasses import replace

import pytest

from gru_doctor.doctor import examine_all
from gru_doctor.records import Options

OPTIONS = replace(Options(in_process=True), checks=("trust", "gates"))
CELL = """\
import numpy as np

D, H = 3, 4
{arrays}


def act(a):
    return 1 / (1 + np.exp(-a))


def step(x, h):
    keep = act({keep})
    open_ = act(x @ B + h @ Q)
    new = np.tanh(x @ C + open_ * (h @ R))
    return keep * h + (1 - keep) * new
"""
ARRAYS = {
    name: f"{name} = np.random.randn({rows}, H) / 3" for name, rows in zip("ABCPQR", "DDDHHH", strict=True)
}


def told(tmp_path, keep: str, left_out: str = "") -> tuple[str, list[tuple[str, str, str]]]:
    path = tmp_path / "cell.py"
    arrays = "\n".join(line for name, line in ARRAYS.items() if name not in left_out)
    path.write_text(CELL.format(arrays=arrays, keep=keep))
    (result,) = examine_all([str(path)], OPTIONS, lambda stage, done: None).results
    return result.verdict, [(f.code, f.severity, f.actual) for f in result.findings]


@pytest.mark.parametrize(
    ("keep", "left_out", "code"),
    [("h @ P", "A", "GRU113"), ("x @ A", "P", "GRU112"), ("x @ A + 1.5", "P", "GRU112")],
)
def test_a_missing_term_is_a_warning_at_the_gate(tmp_path, keep, left_out, code):
    verdict, findings = told(tmp_path, keep, left_out)
    assert verdict == "healthy"
    assert findings == [(code, "warning", f"keep = act({keep})")]


@pytest.mark.parametrize("keep", ["x @ A + h @ P", "h @ P + x @ A + 1.5"])
def test_a_gate_with_both_terms_is_left_alone(tmp_path, keep):
    assert told(tmp_path, keep) == ("healthy", [])


def test_a_stored_array_that_nothing_reads_is_an_error(tmp_path):
    verdict, findings = told(tmp_path, "h @ P")
    assert verdict == "faulty"
    assert [f[:2] for f in findings] == [("GRU111", "error")]


def test_arrays_that_two_gates_leave_unread_are_an_error_each(tmp_path):
    path = tmp_path / "cell.py"
    text = CELL.format(arrays="\n".join(ARRAYS.values()), keep="h @ P").replace(
        "act(x @ B + h @ Q)", "act(h @ Q)"
    )
    path.write_text(text)
    (result,) = examine_all([str(path)], OPTIONS, lambda stage, done: None).results
    told = [(f.code, f.severity, f.gate, f.parameter) for f in result.findings]
    assert [f.actual for f in result.findings] == ["keep = act(h @ P)", "open_ = act(h @ Q)"]
    assert told == [("GRU111", "error", "update", "A"), ("GRU111", "error", "reset", "B")]


HELPED = """\
import numpy as np

D, H = 3, 4
ways = {k: (np.random.randn(D, H) / 3, np.random.randn(H, H) / 3) for k in "urn"}


def product(v, m):
    return v @ m


def gate(way, x, h):
    return 1 / (1 + np.exp(-product(h, way[1])))


def step(x, h):
    u = gate(ways["u"], x, h)
    r = gate(ways["r"], x, h)
    n = np.tanh(product(x, ways["n"][0]) + r * product(h, ways["n"][1]))
    return u * h + (1 - u) * n
"""


def test_a_helper_of_both_gates_is_to_blame_for_both(tmp_path):
    path = tmp_path / "cell.py"
    path.write_text(HELPED)
    (result,) = examine_all([str(path)], OPTIONS, lambda stage, done: None).results
    assert [(f.code, f.span.line) for f in result.findings] == [("GRU111", 12), ("GRU111", 12)]
