"""What a finding about the way over time says."""

from dataclasses import replace

from gru_doctor.doctor import examine_all
from gru_doctor.records import Options

OPTIONS = replace(Options(in_process=True), checks=("trust", "gates", "sequence"))
LAYER = """\
import numpy as np

D, H = 3, 4
W, U = np.random.randn(D, 3 * H), np.random.randn(H, 3 * H)


def layer(xs, h):
    states = []
    for x in xs[:{end}]:
        a, b = x @ W, h @ U
        z, r = np.split(1 / (1 + np.exp(-(a + b)[:, :-H])), 2, axis=1)
        h = z * h + (1 - z) * np.tanh(a[:, -H:] + r * b[:, -H:])
        states.append(h)
    return np.stack(states)
"""


def findings(tmp_path, end: str):
    path = tmp_path / "layer.py"
    path.write_text(LAYER.format(end=end))
    (result,) = examine_all([str(path)], OPTIONS, lambda stage, done: None).results
    return result.findings


def test_another_number_of_steps_is_no_error_of_some_size(tmp_path):
    (found,) = findings(tmp_path, "-1")
    assert found.code == "GRU308"
    assert "another shape" in found.message and "e+" not in found.message
    assert found.evidence.error is None


def test_a_repeated_last_state_does_not_hide_the_step_that_was_left_out(tmp_path):
    path = tmp_path / "layer.py"
    path.write_text(LAYER.format(end="-1").replace("stack(states)", "stack([*states, h])"))
    (result,) = examine_all([str(path)], OPTIONS, lambda stage, done: None).results
    (found,) = result.findings
    assert found.code == "GRU308" and "xs[:-1]" in path.read_text().splitlines()[found.span.line - 1]


def test_all_steps_are_right(tmp_path):
    assert findings(tmp_path, "") == ()
