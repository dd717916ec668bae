"""The tape copies, nests, patches, stops at its limit, and stays out of the way."""

import threading

import numpy as np
import pytest

from gru_doctor.loaders.recording.rewrite import AUG, BEG, LAST, REC, rewrite
from gru_doctor.loaders.recording.snapshot import snapshot
from gru_doctor.loaders.recording.tape import Limit, Tape, occurrence

STEP = """
import numpy as np

def sigmoid(a):
    return 1 / (1 + np.exp(-a))

def step(x, h, W, U):
    z = sigmoid(x @ W + h @ U)
    h = h.copy()
    h *= z
    return h

def scan(xs, W, U):
    h = np.zeros(W.shape[1])
    for x in xs:
        h = step(x, h + 1, W, U)
    return h
"""


def load(source, tape):
    made = rewrite(source, "user.py", len(tape.sites))
    tape.sites.update(made.sites)
    space = {REC: tape.rec, BEG: tape.beg, AUG: tape.aug, LAST: tape.last}
    exec(made.code, space)
    return space


@pytest.fixture
def tape():
    return Tape()


@pytest.fixture
def numbers():
    rng = np.random.default_rng(0)
    return rng.normal(size=(4, 3)), rng.normal(size=(3, 5)), rng.normal(size=(5, 5))


def site(tape, text, kind=None):
    (found,) = [s for s in tape.sites.values() if s.text == text and kind in (None, s.kind)]
    return found.number


def operands(moments, index):
    """Direct operands of a record: the maximal records in [begin, index)."""
    found, i = [], index - 1
    while i >= moments[index].begin:
        found.insert(0, i)
        i = moments[i].begin - 1
    return found


def test_off_it_keeps_nothing(tape, numbers):
    space = load(STEP, tape)
    space["scan"](*numbers)
    with tape.recording() as moments:
        pass
    assert moments == [] and tape.beg() == 0


def test_every_value_with_its_operands(tape, numbers):
    xs, W, U = numbers
    space = load(STEP, tape)
    with tape.recording() as moments:
        out = space["step"](xs[0], U[0], W, U)
    texts = [tape.sites[m.site].text for m in moments]
    call = texts.index("sigmoid(x @ W + h @ U)")
    assert tape.sites[moments[call].site].target == "z"
    assert [texts[i] for i in operands(moments, call)] == [
        "x @ W + h @ U", "1 / (1 + np.exp(-a))",
    ]  # fmt: skip
    total = texts.index("x @ W + h @ U")
    assert [texts[i] for i in operands(moments, total)] == ["x @ W", "h @ U"]
    np.testing.assert_array_equal(moments[total].value, xs[0] @ W + U[0] @ U)
    np.testing.assert_array_equal(moments[-1].value, out)


def test_augmented_assignment_before_and_after(tape, numbers):
    xs, W, U = numbers
    space = load(STEP, tape)
    with tape.recording() as moments:
        out = space["step"](xs[0], U[0], W, U)
    texts = [tape.sites[m.site].text for m in moments]
    after = texts.index("h *= z")
    assert tape.sites[moments[after].site].kind == "AugAssign"
    before, operand = operands(moments, after)
    assert (texts[before], texts[operand]) == ("h", "z")
    np.testing.assert_array_equal(moments[before].value, U[0])
    np.testing.assert_array_equal(moments[after].value, out)
    assert not np.array_equal(moments[before].value, moments[after].value)


def test_recursion_keeps_the_ranges_of_augmented_assignments_apart(tape):
    space = load("def f(n):\n    n += f(n - 1) if n else 1\n    return n\n", tape)
    with tape.recording() as moments:
        assert space["f"](3) == 7
    afters = [i for i, m in enumerate(moments) if tape.sites[m.site].kind == "AugAssign"]
    assert [float(moments[i].value) for i in afters] == [1, 2, 4, 7]
    assert moments[afters[-1]].begin < moments[afters[0]].begin
    for i in afters:
        assert tape.sites[moments[operands(moments, i)[0]].site].text == "n"


def test_copies_are_not_touched_later(tape):
    source = "def f(a):\n    b = a\n    b += 1\n    a[0] = 9\n    return [a, a]\n"
    space = load(source, tape)
    with tape.recording() as moments:
        space["f"](np.arange(2.0))
    kept = {tape.sites[m.site].text: m.value.tolist() for m in reversed(moments)}
    assert kept["b"] == [0, 1] and kept["b += 1"] == [1, 2]
    assert kept["[a, a]"] == [[9, 2], [9, 2]]
    first = next(m for m in moments if tape.sites[m.site].text == "a")
    assert first.value.tolist() == [0, 1]


def test_patching_replaces_one_occurrence(tape, numbers):
    xs, W, U = numbers
    space = load(STEP, tape)
    start, plain = np.full(5, 0.25), space["scan"](xs, W, U)
    h = start
    for x in xs:
        h = space["step"](x, h + 1, W, U)
    zeros = site(tape, "np.zeros(W.shape[1])")
    with tape.patching({(zeros, 0): lambda value: start}):
        np.testing.assert_array_equal(space["scan"](xs, W, U), h)
        np.testing.assert_array_equal(space["scan"](xs, W, U), plain)  # the occurrence is used up
    np.testing.assert_array_equal(space["scan"](xs, W, U), plain)


def test_patching_while_recording(tape, numbers):
    space = load(STEP, tape)
    sums = site(tape, "h + 1")
    with tape.patching({(sums, 2): lambda value: 0 * value}), tape.recording() as moments:
        patched = space["scan"](*numbers)
    indices = [i for i, m in enumerate(moments) if m.site == sums]
    assert [bool(moments[i].value.any()) for i in indices] == [True, True, False, True]
    assert [occurrence(moments, i) for i in indices] == [0, 1, 2, 3]
    assert not np.array_equal(patched, space["scan"](*numbers))


def test_patching_an_augmented_assignment_rebinds(tape):
    space = load("def f(h, d):\n    h += d\n    return h\n", tape)
    with tape.patching({(site(tape, "h += d"), 0): lambda value: value * 10}):
        assert space["f"](1, 2) == 30


def test_a_limit_stops_recording_and_says_so(numbers):
    for limit in (Limit(records=5), Limit(size=200)):
        tape = Tape(limit)
        space = load(STEP, tape)
        plain = space["scan"](*numbers)
        with tape.recording() as moments:
            np.testing.assert_array_equal(space["scan"](*numbers), plain)
        assert tape.truncated and 0 < len(moments) <= 5
        with tape.recording() as moments:
            space["sigmoid"](1.0)
        assert not tape.truncated


def test_other_threads_are_not_recorded(tape, numbers):
    space = load(STEP, tape)
    patches = {(site(tape, "h + 1"), 0): lambda value: 0 * value}
    with tape.recording() as moments, tape.patching(patches):
        thread = threading.Thread(target=space["scan"], args=numbers)
        thread.start()
        thread.join()
    assert moments == []


def test_code_run_by_a_copy_does_not_report(tape):
    source = """
import numpy as np
class Wrapped:
    def __init__(self, a): self.a = a
    def __array__(self, dtype=None, copy=None): return self.a + self.a
def f(w): return w
w = Wrapped(np.ones(2))
"""
    space = load(source, tape)
    with tape.recording() as moments:
        space["f"](space["w"])
    assert [tape.sites[m.site].text for m in moments] == ["w"]
    assert moments[0].value.tolist() == [2, 2]


def test_an_error_in_user_code_leaves_the_tape_off(tape):
    space = load("def f(a):\n    return 1 / a\n", tape)
    with pytest.raises(ZeroDivisionError), tape.recording() as moments:
        space["f"](0)
    assert [m.value.tolist() for m in moments] == [0]
    space["f"](1)
    assert tape.beg() == 0


def test_a_generator_from_an_earlier_recording_stays_in_range(tape):
    space = load("def g(a):\n    b = [a + a, -a * abs((yield a) or 1)]\n    yield b\n", tape)
    with tape.recording():
        running = space["g"](2.0)
        next(running)
    with tape.recording() as moments:
        next(running)
    assert moments and all(0 <= m.begin <= i for i, m in enumerate(moments))


def test_recording_twice_is_refused(tape):
    with tape.recording(), pytest.raises(RuntimeError), tape.recording():
        pass


def test_a_trace_holds_the_sites(tape):
    space = load("def f(a):\n    return a + a\n", tape)
    with tape.recording() as moments:
        space["f"](1)
    trace = tape.trace(moments)
    assert [trace.sites[m.site].text for m in trace.moments] == ["a", "a", "a + a"]


@pytest.mark.parametrize(
    ("value", "expected", "dtype"),
    [
        (True, True, "bool"), (3, 3, "int64"), (0.5, 0.5, "float64"), (1j, 1j, "complex128"),
        (np.float32(0.5), 0.5, "float64"), (np.arange(3, dtype="f2"), [0, 1, 2], "float64"),
        (np.ones(2, "c8"), [1, 1], "complex128"), (np.array([True]), [True], "bool"),
        ([1, 2.5], [1, 2.5], "float64"), (([1, 2], (3, 4)), [[1, 2], [3, 4]], "int64"),
        ([np.ones(2), np.zeros(2)], [[1, 1], [0, 0]], "float64"),
        (np.ma.array([1.0, 2.0]), [1, 2], "float64"),
    ],
)  # fmt: skip
def test_snapshots_of_numbers(value, expected, dtype):
    copy = snapshot(value)
    assert type(copy) is np.ndarray and copy.dtype == dtype and copy.tolist() == expected


def test_what_has_no_numbers_has_no_snapshot():
    endless = []
    endless.append(endless)
    nothing = [
        None, "h", b"h", {}, {"h": 1}, [], (), [1, "a"], [1, [2]], [[1], [2, 3]], object(), np,
        np.array(["a"]), np.array([None]), np.ndarray, endless, [0.0] * 99999, lambda: 1,
    ]  # fmt: skip
    assert [value for value in nothing if snapshot(value) is not None] == []


def test_snapshots_of_tensors():
    torch = pytest.importorskip("torch")
    h = torch.ones(2, 3, requires_grad=True)
    copy = snapshot(h * 2)
    assert copy.dtype == np.float64 and copy.tolist() == [[2.0] * 3] * 2
    leaf = torch.nn.Parameter(torch.arange(3.0, dtype=torch.float64))
    copy = snapshot(leaf)
    with torch.no_grad():
        leaf += 1
    assert copy.tolist() == [0, 1, 2]
    assert snapshot(torch.tensor([1.5], dtype=torch.bfloat16)).tolist() == [1.5]
    assert snapshot(torch.tensor([1 + 2j]).conj()).tolist() == [1 - 2j]
    assert snapshot(torch.tensor([3])).dtype == np.int64
    assert snapshot([h, h]).shape == (2, 2, 3)
    assert snapshot(torch.empty(2, device="meta")) is None


def test_tensors_under_transforms_pass_through():
    torch = pytest.importorskip("torch")
    tape = Tape()
    space = load("def f(w, x):\n    return (w * x).sum()\n", tape)
    w, x = torch.randn(3, dtype=torch.float64), torch.randn(4, 3, dtype=torch.float64)
    transformed = torch.func.vmap(torch.func.grad(space["f"]), in_dims=(None, 0))
    with tape.recording():
        assert torch.equal(transformed(w, x), x)


def test_gradients_are_the_same_while_recording():
    torch = pytest.importorskip("torch")
    tape = Tape()
    source = """
def f(x, h, hs):
    h = (h @ x).tanh()
    h = h + 0
    h += x
    hs[0] += h
    hs[1:] *= 2
    return (hs * h).sum()
"""
    space = load(source, tape)

    def gradient():
        torch.manual_seed(0)
        x = torch.randn(3, 3, dtype=torch.float64, requires_grad=True)
        hs = torch.ones(2, 3, 3, dtype=torch.float64)
        space["f"](x, torch.ones_like(x), hs).backward()
        return x.grad

    plain = gradient()
    with tape.recording():
        assert torch.equal(gradient(), plain)
