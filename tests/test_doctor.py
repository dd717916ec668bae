"""The whole walk, on files as people bring them: verdict, code, line and exit code.

Memorization is left out but for one test; most files run in this process, the hopeless ones in a worker.
"""

from __future__ import annotations

import io
from dataclasses import replace
from textwrap import dedent

import pytest

from gru_doctor import doctor
from gru_doctor.doctor import examine_all
from gru_doctor.loaders.discover import split
from gru_doctor.loaders.text import source
from gru_doctor.records import CHECKS, Options, Result
from gru_doctor.verdicts import Interrupted, exit_code

GATES = Options(checks=("trust", "gates"), in_process=True)
QUICK = Options(checks=tuple(c for c in CHECKS if c != "memorization"), in_process=True)

THEANO = """
    import numpy as np
    import theano
    import theano.tensor as tt


    def name_of(prefix, what):
        return '%s_%s' % (prefix, what)


    def small(rows, columns):
        return (0.05 * np.random.randn(rows, columns)).astype(theano.config.floatX)


    def param_init_memory(options, params, prefix='memory'):
        dim = options['dim_proj']
        params[name_of(prefix, 'W')] = np.concatenate([small(dim, dim) for _ in range(3)], axis=1)
        params[name_of(prefix, 'U')] = np.concatenate([small(dim, dim) for _ in range(3)], axis=1)
        params[name_of(prefix, 'b')] = np.zeros((3 * dim,)).astype(theano.config.floatX)
        return params


    def memory_layer(tparams, state_below, options, prefix='memory', mask=None):
        dim = options['dim_proj']
        steps, samples = state_below.shape[0], state_below.shape[1]

        def cut(a, n):
            return a[:, n * dim:(n + 1) * dim]

        def step(m, x, h):
            U = tparams[name_of(prefix, 'U')]
            r = tt.nnet.sigmoid(cut(x, 0) + tt.dot(h, cut(U, 0)))
            u = tt.nnet.sigmoid(cut(x, 1) + tt.dot(h, cut(U, 1)))
            c = tt.tanh(cut(x, 2) + tt.dot(r * h, cut(U, 2)))
            new = (1. - u) * h + u * c
            return m[:, None] * new + (1. - m)[:, None] * h

        projected = tt.dot(state_below, tparams[name_of(prefix, 'W')]) + tparams[name_of(prefix, 'b')]
        rval, updates = theano.scan(step,
                                    sequences=[mask, projected],
                                    outputs_info=[tt.alloc(np.asarray(0., dtype=theano.config.floatX),
                                                           samples, dim)],
                                    n_steps=steps)
        return rval[0]
"""

NUMPY = """
    import numpy as np


    def logistic(a):
        return 1.0 / (1.0 + np.exp(-a))


    class Unit:
        def __init__(self, W, U, b):
            self.W, self.U, self.b = W, U, b          # (D, 3H), (H, 3H), (3H,)

        def forward(self, x, h):
            k = self.U.shape[0]
            self.Wz, self.Wr, self.Wc = self.W[:, :k], self.W[:, k:2 * k], self.W[:, 2 * k:]
            self.Uz, self.Ur, self.Uc = self.U[:, :k], self.U[:, k:2 * k], self.U[:, 2 * k:]
            z = logistic(x @ self.Wz + h @ self.Uz + self.b[:k])
            r = logistic(x @ self.Wr + h @ self.Ur + self.b[k:2 * k])
            c = np.tanh(x @ self.Wc + (r * h) @ self.Uc + self.b[2 * k:])
            self.kept = x, h, z, r, c
            return (1 - z) * h + z * c

        def backward(self, dout):
            x, h, z, r, c = self.kept
            dh = dout * (1 - z)
            dc = dout * z
            da_c = dc * (1 - c ** 2)
            dx = da_c @ self.Wc.T
            drh = da_c @ self.Uc.T
            dh += r * drh
            dz = dout * (c - h)
            da_z = dz * z * (1 - z)
            dx += da_z @ self.Wz.T
            dh += da_z @ self.Uz.T
            dr = drh * h
            da_r = dr * r * (1 - r)
            dx += da_r @ self.Wr.T
            dh += da_r @ self.Ur.T
            self.dW = np.hstack((x.T @ da_z, x.T @ da_r, x.T @ da_c))
            self.dU = np.hstack((h.T @ da_z, h.T @ da_r, (r * h).T @ da_c))
            self.db = np.hstack((da_z.sum(0), da_r.sum(0), da_c.sum(0)))
            return dx, dh
"""

LINEARS = """
    import torch
    from torch import nn


    class Cell(nn.Module):
        def __init__(self, input_size, hidden_size):
            super().__init__()
            self.xr = nn.Linear(input_size, hidden_size)
            self.hr = nn.Linear(hidden_size, hidden_size)
            self.xz = nn.Linear(input_size, hidden_size)
            self.hz = nn.Linear(hidden_size, hidden_size)
            self.xn = nn.Linear(input_size, hidden_size)
            self.hn = nn.Linear(hidden_size, hidden_size)

        def forward(self, x, h):
            reset = torch.sigmoid(self.xr(x) + self.hr(h))
            update = torch.sigmoid(self.xz(x) + self.hz(h))
            new = torch.tanh(self.xn(x) + reset * self.hn(h))
            return update * h + (1 - update) * new
"""

PACKED = """
    import torch
    from torch import nn


    class Layer(nn.Module):
        def __init__(self, input_size, hidden_size):
            super().__init__()
            self.hidden_size = hidden_size
            self.w_x = nn.Parameter(0.2 * torch.randn(input_size, 3 * hidden_size))
            self.w_h = nn.Parameter(0.2 * torch.randn(hidden_size, 3 * hidden_size))
            self.b_x = nn.Parameter(torch.zeros(3 * hidden_size))
            self.b_h = nn.Parameter(torch.zeros(3 * hidden_size))

        def forward(self, inputs, h=None):
            # inputs: (batch, time, features)
            n = self.hidden_size
            if h is None:
                h = inputs.new_zeros(inputs.size(0), n)
            states = []
            for t in range(inputs.size(1)):
                a = inputs[:, t] @ self.w_x + self.b_x
                g = h @ self.w_h + self.b_h
                z = torch.sigmoid(a[:, :n] + g[:, :n])
                r = torch.sigmoid(a[:, n:2 * n] + g[:, n:2 * n])
                c = torch.tanh(a[:, 2 * n:] + r * g[:, 2 * n:])
                h = z * h + (1 - z) * c
                states.append(h)
            return torch.stack(states, dim=1), h
"""

WRAPPED = """
    import torch
    from torch import nn


    class Thin(nn.Module):
        def __init__(self, features, units):
            super().__init__()
            self.inner = nn.GRUCell(features, units)

        def forward(self, x, h):
            return self.inner(x, h)
"""


def written(folder, text, old="", new="", name="mine.py"):
    """The path of a file given as text, an edit made first; and its text."""
    text = dedent(text).lstrip()
    assert old in text
    text = text.replace(old, new, 1)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path), text


@pytest.fixture
def examined(tmp_path):
    """The report about a file given as text, an edit made first; and the text."""

    def examine(text, old="", new="", options=QUICK, name="mine.py"):
        path, text = written(tmp_path, text, old, new, name)
        return examine_all([path], options, lambda stage, share: None), text

    return examine


@pytest.fixture(scope="module")
def theano_layer(tmp_path_factory):
    """The report about the layer of the tutorials, which several tests read; and its text."""
    path, text = written(tmp_path_factory.mktemp("theano"), THEANO)
    return examine_all([path], QUICK, lambda stage, share: None), text


def line_of(text, part):
    return next(i for i, line in enumerate(text.splitlines(), 1) if part in line)


def lines_of(text, part):
    return {i for i, line in enumerate(text.splitlines(), 1) if part in line}


def only(report):
    (result,) = report.results
    return result


def wrong_checks(result):
    return {c.name for c in result.checks if c.status == "fail"}


# 1. A layer in the manner of the Theano tutorials.


def test_a_theano_layer_that_returns_its_first_step(theano_layer):
    report, text = theano_layer
    result = only(report)
    (finding,) = result.findings
    assert (result.verdict, exit_code(report)) == ("faulty", 1)
    assert (finding.code, finding.name, finding.gate) == ("GRU301", "first-step-only", "sequence")
    line = line_of(text, "return rval[0]")
    assert finding.span.line == finding.span.end_line == line
    shown = text.splitlines()[line - 1]
    assert shown[finding.span.column - 1 : finding.span.end_column - 1] == "rval[0]"
    assert finding.source == (shown,)


def test_its_cell_is_right_all_the_same(theano_layer):
    result = only(theano_layer[0])
    gates = next(c for c in result.checks if c.name == "gates")
    assert gates.status == "pass" and gates.max_error <= 1e-12
    c = result.convention
    assert (c.gate_order, c.update, c.reset) == (("reset", "update", "candidate"), "writes", "before")


def test_the_remedy_is_told_in_the_files_own_words(theano_layer):
    (finding,) = only(theano_layer[0]).findings
    assert finding.remedy is not None and "rval" in finding.remedy


def test_without_the_index_it_is_healthy(examined):
    report, _ = examined(THEANO, "return rval[0]", "return rval")
    assert only(report).verdict == "healthy" and exit_code(report) == 0
    assert only(report).findings == ()


# 2. A NumPy cell with a backward pass of its own.


def test_a_right_backward_is_healthy(examined):
    report, _ = examined(NUMPY)
    result = only(report)
    assert (result.verdict, exit_code(report), result.findings) == ("healthy", 0, ())
    c = result.convention
    assert c.gate_order == ("update", "reset", "candidate")
    assert (c.update, c.reset, c.biases, c.orientation) == ("writes", "before", "1", "x @ W")
    gradient = next(check for check in result.checks if check.name == "gradient")
    assert gradient.max_error < 1e-9 and {"x", "h0"} < set(gradient.parts)


@pytest.mark.parametrize(
    ("old", "new", "codes", "stands"),
    [
        ("        dh += r * drh\n", "", {"GRU210"}, ("dh = ", "dh += ", "drh = ", "dz = ")),
        ("da_z = dz * z * (1 - z)", "da_z = dz * (1 - z)", {"GRU214"}, ("da_z = ",)),
        ("dx += da_r @ self.Wr.T", "pass", {"GRU210"}, ("dx = ", "dx += ", "da_r = ", "pass")),
        ("dz = dout * (c - h)", "dz = dout * (h - c)", {"GRU211"}, ("dz = ",)),
    ],
    ids=["missing path to h", "missing factor", "missing path to x", "sign"],
)
def test_a_wrong_line_of_the_backward_is_found(examined, old, new, codes, stands):
    report, text = examined(NUMPY, old, new)
    result = only(report)
    assert (result.verdict, exit_code(report)) == ("faulty", 1)
    assert wrong_checks(result) == {"gradient"}
    first = result.findings[0]
    assert first.gate == "gradient" and codes & {first.code, *first.also}
    assert first.span.line in set().union(*(lines_of(text, f" {part}") for part in stands))


# 3. Torch modules.


@pytest.mark.parametrize(
    ("text", "level", "order", "orientation"),
    [
        (LINEARS, "cell", None, "W @ x"),
        (PACKED, "layer", ("update", "reset", "candidate"), "x @ W"),
        (WRAPPED, "cell", ("reset", "update", "candidate"), "W @ x"),
    ],
    ids=["six linears", "packed batch first", "wrapped GRUCell"],
)
def test_a_right_module_is_healthy(examined, text, level, order, orientation):
    report, _ = examined(text)
    result = only(report)
    assert (result.verdict, exit_code(report), result.findings) == ("healthy", 0, ())
    assert (result.card.framework, result.card.level, result.card.gradient) == ("torch", level, "autograd")
    c = result.convention
    assert (c.gate_order, c.orientation) == (order, orientation)
    assert (c.update, c.reset, c.biases) == ("keeps", "after", "2")


@pytest.mark.parametrize(
    ("text", "old", "new", "codes"),
    [
        (LINEARS, "self.xz(x) + self.hz(h)", "self.xz(x) + self.hr(h)", {"GRU110", "GRU111"}),
        (LINEARS, "reset * self.hn(h)", "self.hn(h)", {"GRU114"}),
        (LINEARS, "+ (1 - update) * new", "+ new", {"GRU117"}),
        (PACKED, "a[:, n:2 * n] + g[:, n:2 * n]", "a[:, n:2 * n] + g[:, :n]", {"GRU110"}),
        (PACKED, "(1 - z) * c", "z * c", {"GRU117"}),
        (WRAPPED, "return self.inner(x, h)", "return h + self.inner(x, h)", {"GRU117", "GRU104"}),
        (WRAPPED, "return self.inner(x, h)", "return self.inner(x, torch.zeros_like(h))", set()),
        (WRAPPED, "return self.inner(x, h)", "return self.inner(x, h.flip(1))", set()),
    ],
    ids=[
        "six linears, the wrong one", "six linears, no reset", "six linears, not convex",
        "packed, wrong slice", "packed, not convex",
        "wrapped, state added", "wrapped, no state", "wrapped, wrong slice",
    ],
)  # fmt: skip
def test_a_wrong_module_is_faulty_on_the_line(examined, text, old, new, codes):
    report, edited = examined(text, old, new, options=GATES)
    result = only(report)
    assert (result.verdict, exit_code(report)) == ("faulty", 1)
    first = result.findings[0]
    assert first.severity == "error" and (not codes or codes & {first.code, *first.also})
    assert first.span.line == line_of(edited, new)


# 4. Files that cannot be examined.

IN_WORKER = Options(checks=QUICK.checks)


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("class GRU:\n    def forward(self, x, h)\n        return h\n", "syntax", 2),
        ("def add(a, b):\n    return a + b\n", "no-target", None),
    ],
    ids=["syntax", "no cell"],
)
def test_what_cannot_be_examined_is_told(examined, text, kind, line):
    report, _ = examined(text)
    result = only(report)
    assert (result.verdict, exit_code(report)) == ("error", 2)
    assert result.error.kind == kind and result.error.line == line
    assert result.error.message and result.error.hint
    assert "Traceback" not in result.error.message
    assert result.checks == () and result.findings == ()


def test_a_missing_file_is_told(tmp_path):
    report = examine_all([str(tmp_path / "missing.py")], QUICK, lambda stage, share: None)
    result = only(report)
    assert exit_code(report) == 2
    assert result.error.kind == "file" and "missing.py" in result.error.message and result.error.hint


def test_a_file_that_never_ends_is_stopped(examined):
    text = NUMPY.replace("self.kept = x, h, z, r, c", "\n            while True:\n                pass")
    report, _ = examined(text, options=replace(IN_WORKER, timeout=2.0))
    result = only(report)
    assert (result.verdict, exit_code(report)) == ("error", 2)
    assert result.error.kind == "timeout" and "2 s" in result.error.message
    assert "--timeout" in result.error.hint and "Traceback" not in result.error.message


def test_a_file_that_ends_the_interpreter_is_told(examined):
    report, _ = examined(NUMPY, "k = self.U.shape[0]", "import os; os._exit(7)", options=IN_WORKER)
    result = only(report)
    assert exit_code(report) == 2
    assert result.error.kind == "worker" and "7" in result.error.message and result.error.hint


def test_a_worker_says_what_this_process_says(examined):
    here, _ = examined(NUMPY, "(1 - z) * h + z * c", "z * h + z * c")
    there, _ = examined(NUMPY, "(1 - z) * h + z * c", "z * h + z * c", options=Options(checks=QUICK.checks))
    assert only(there).verdict == "faulty"
    assert only(there).findings == only(here).findings
    assert [c.max_error for c in only(there).checks] == [c.max_error for c in only(here).checks]


# The spine itself.


def test_stages_left_out_are_skipped_and_what_is_asked_for_decides(examined):
    report, _ = examined(NUMPY, options=Options(checks=("gates",), in_process=True))
    result = only(report)
    assert [c.name for c in result.checks] == [*CHECKS]
    assert {c.name for c in result.checks if c.status == "skipped"} == {
        "trust", "gradient", "sequence", "memorization", "properties",
    }  # fmt: skip
    assert result.verdict == "healthy"


def test_the_report_ends_with_the_command_that_gives_it_again(examined):
    report, _ = examined(NUMPY, options=Options(seed=4, checks=("gates",), in_process=True))
    again = only(report).reproduce
    assert again.startswith("gru-doctor check ") and ":Unit" in again and "--seed 4" in again
    assert report.seed == 4 and report.version


def test_every_target_of_a_file_is_examined(examined):
    two = dedent(NUMPY) + "\n\n" + dedent(NUMPY).split("\n\n\n", 2)[2].replace("class Unit", "class Other")
    report, _ = examined(two, options=Options(checks=("gates",), in_process=True))
    assert [r.target.name for r in report.results] == ["Unit", "Other"]
    assert {r.verdict for r in report.results} == {"healthy"}


def test_the_worst_of_several_files_decides(examined, tmp_path):
    gates = Options(checks=("gates",), in_process=True)
    examined(NUMPY, name="right.py")
    examined(NUMPY, "(1 - z) * h + z * c", "h + z * c", options=gates, name="wrong.py")
    paths = [str(tmp_path / name) for name in ("right.py", "wrong.py", "missing.py")]
    report = examine_all(paths, gates, lambda stage, share: None)
    assert [r.verdict for r in report.results] == ["healthy", "faulty", "error"]
    assert exit_code(report) == 2


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("a.py", ("a.py", None)),
        ("a.py:Cell", ("a.py", "Cell")),
        ("dir/a.py:Outer.Inner", ("dir/a.py", "Outer.Inner")),
        ("C:\\mine\\a.py", ("C:\\mine\\a.py", None)),
        (":Cell", (":Cell", None)),
    ],
)
def test_a_path_and_a_name(path, parts):
    assert split(path) == parts


CELL = """
    import numpy as np

    def step(x, h, W, U):
        n = h.shape[-1]
        a, g = x @ W, h @ U[:, : 2 * n]
        z, r = 1 / (1 + np.exp(-a[:, :n] - g[:, :n])), 1 / (1 + np.exp(-a[:, n : 2 * n] - g[:, n:]))
        return z * h + (1 - z) * np.tanh(a[:, 2 * n :] + h @ U[:, 2 * n :])
"""
FEW = replace(QUICK, checks=("trust", "gates"))


@pytest.fixture
def piped(monkeypatch):
    """A faulty cell on standard input, which can be read once."""
    source._from_stdin.cache_clear()
    source.lines_of.cache_clear()
    stream = io.TextIOWrapper(io.BytesIO(dedent(CELL).encode()))
    monkeypatch.setattr("sys.stdin", stream)
    yield
    source._from_stdin.cache_clear()
    source.lines_of.cache_clear()


def test_standard_input_travels_to_the_worker_and_is_shown(piped):
    (result,) = examine_all(["-"], replace(FEW, in_process=False), lambda *_: None).results
    assert (result.verdict, str(result.target)) == ("faulty", "<stdin>:step")
    (finding,) = result.findings
    assert (finding.code, finding.span.line) == ("GRU114", 8)
    assert "np.tanh" in finding.source[0]
    assert result.reproduce.startswith("gru-doctor check - --seed")


def test_standard_input_is_read_once(piped):
    assert source.read("-").text == source.read("-").text == dedent(CELL)


def test_ctrl_c_keeps_the_targets_that_were_finished(tmp_path, monkeypatch):
    def examine(target, options, progress):
        if target.name == "second":
            raise KeyboardInterrupt
        return Result(target, "faulty")

    names = ("first", "second", "third")
    (tmp_path / "a.py").write_text("\n".join(f"def {n}(x, h, W): return np.tanh(x @ W + h)" for n in names))
    monkeypatch.setattr(doctor, "examine", examine)
    with pytest.raises(Interrupted) as stop:
        examine_all([str(tmp_path / "a.py"), "b.py"], FEW, lambda *_: None)
    assert [r.target.name for r in stop.value.report.results] == ["first"]


PRUNED = """
    import numpy as np

    tables = {}
    for name in ("W", "U"):
        print("filling", name)
        exec("tables[name] = np.random.randn(1)")

    def make():
        global Cell
        class Cell:
            def __init__(self, n_in, n_hid):
                self.W = np.random.randn(n_in, n_hid)

            def forward(self, x, h):
                return np.tanh(x @ self.W + h)

    make()
    Cell
"""


def test_the_whole_file_is_run_on_request(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(dedent(PRUNED))
    few = replace(FEW, checks=("trust",))
    (result,) = examine_all([f"{path}:Cell"], few, lambda *_: None).results
    assert "--run-file" in result.error.hint
    (result,) = examine_all([f"{path}:Cell"], replace(few, run_file=True), lambda *_: None).results
    assert result.card is not None
    assert "--run-file" in result.reproduce
