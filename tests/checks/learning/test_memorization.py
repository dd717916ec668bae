"""The learning check: one curve where all is right, the symptom where something is not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from gru_doctor.checks.learning.learners import Own, Reference, plain
from gru_doctor.checks.learning.lessons import Lesson, same_start
from gru_doctor.checks.learning.memorization import memorize
from gru_doctor.checks.learning.tasks import Recall
from gru_doctor.checks.learning.training import until
from gru_doctor.equations.bptt import unroll_backward
from gru_doctor.equations.reading import Place, Reading
from gru_doctor.equations.unroll import unroll
from gru_doctor.errors import CallTrouble
from gru_doctor.records import Card, Convention, Options, Parameter, Target
from gru_doctor.subject import Gradient, Run
from gru_doctor.worker.client import opened

HIDDEN = 7
AFTER = Convention(update="writes", reset="after")


def quiet(stage, share):
    """A progress bar nobody looks at."""


@dataclass
class InProcess:
    """A layer made of the reference's equations; subclasses do one thing wrong."""

    card: Card
    reading: Reading
    convention: Convention
    arrays: dict = field(default_factory=dict)

    def weights(self):
        return {name: a.copy() for name, a in self.arrays.items()}

    def assign(self, weights):
        self.arrays |= {name: np.array(a) for name, a in weights.items()}

    def run(self, call):
        states = unroll(self.blocks, call.xs, self.start(call), self.convention)
        return Run(states, None, states.shape)

    def gradient(self, call, cotangent):
        found = unroll_backward(self.blocks, call.xs, self.start(call), self.convention, cotangent)
        return Gradient(found.xs, found.h0, self.reading.gradients(found.weights, self.arrays))

    @property
    def blocks(self):
        return self.reading.blocks(self.arrays)

    def start(self, call):
        return np.zeros((call.xs.shape[1], HIDDEN))


class FirstStepOnly(InProcess):
    """Returns the state after the first step where the sequence belongs."""

    def run(self, call):
        first = unroll(self.blocks, call.xs[:1], self.start(call), self.convention)[0]
        return Run(None, first, first.shape)

    def gradient(self, call, cotangent):
        return super().gradient(replace(call, xs=call.xs[:1]), cotangent[None])


class Detached(InProcess):
    """The gradient stops before the last step."""

    def gradient(self, call, cotangent):
        states = unroll(self.blocks, call.xs, self.start(call), self.convention)
        found = unroll_backward(self.blocks, call.xs[-1:], states[-2], self.convention, cotangent[-1:])
        return Gradient(None, None, self.reading.gradients(found.weights, self.arrays))


class WrongFromTheFourthStep(InProcess):
    """The state is carried for three steps, and halved before the fourth."""

    def run(self, call):
        early = unroll(self.blocks, call.xs[:3], self.start(call), self.convention)
        late = unroll(self.blocks, call.xs[3:], early[-1] / 2, self.convention)
        states = np.concatenate([early, late])
        return Run(states, None, states.shape)


class Raises(InProcess):
    """Its backward raises."""

    def gradient(self, call, cotangent):
        return Gradient(None, None, {}, "KeyError: 'dz'")


class Single(InProcess):
    """Its state and its gradients pass through float32."""

    def run(self, call):
        run = super().run(call)
        return replace(run, outputs=run.outputs.astype(np.float32).astype(np.float64))

    def gradient(self, call, cotangent):
        found = super().gradient(call, cotangent)
        rough = {n: g.astype(np.float32).astype(np.float64) for n, g in found.weights.items()}
        return replace(found, weights=rough)


class OnlyPairs(InProcess):
    """Takes a batch of two and no other."""

    def run(self, call):
        if call.xs.shape[1] != 2:
            raise CallTrouble("ValueError: the batch is 2")
        return super().run(call)


class Overflows(InProcess):
    """Its state is not a number."""

    def run(self, call):
        run = super().run(call)
        return replace(run, outputs=run.outputs * np.nan)


def packed(size):
    """One matrix for input, state and bias, its columns in the order r, z, n."""
    columns = np.arange(3 * HIDDEN).reshape(3, HIDDEN)
    rows = {"W": np.arange(size), "U": size + np.arange(HIDDEN), "b": [size + HIDDEN]}
    places = {}
    for kind, index in rows.items():
        for g, column in zip("rzn", columns, strict=True):
            flat = np.add.outer(np.asarray(index) * 3 * HIDDEN, column)
            places[f"{kind}_{g}"] = Place("M", flat[0] if kind == "b" else flat)
    return Reading(places), {"M": np.zeros((size + HIDDEN + 1, 3 * HIDDEN))}


def subject(kind=InProcess, size=3, convention=AFTER, **facts):
    """A layer of the given kind, with the facts of its card changed."""
    reading, arrays = packed(size)
    known = {
        "name": "Layer", "framework": "numpy", "level": "layer", "input_size": size,
        "hidden_size": HIDDEN, "takes_state": True, "takes_mask": False,
        "returns_sequence": True, "gradient": "backward",
        "parameters": tuple(Parameter(n, a.shape) for n, a in arrays.items()),
    }  # fmt: skip
    return kind(Card(**(known | facts)), reading, convention, arrays)


def learned(it, seed=0):
    """The evidence of a subject whose reading is known."""
    return memorize(it, it.reading, it.convention, Options(seed=seed), quiet)


@pytest.mark.parametrize(("size", "seed"), [(2, 0), (3, 1), (7, 2)])
def test_right_code_has_the_reference_curve(size, seed):
    found = learned(subject(size=size), seed)
    assert found.status == "pass", found.detail
    assert found.parts["steps"] == found.parts["reference_steps"] > 5
    assert found.max_error <= found.tolerance < 1e-11
    assert found.series["yours"] == pytest.approx(found.series["reference"], abs=found.tolerance)
    assert found.series["chance"] == (np.log(max(2, size - 1)),)


def test_first_step_only_stays_at_chance():
    found = learned(subject(FirstStepOnly, returns_sequence=False))
    assert found.status == "fail"
    assert "stays at chance" in found.detail and "the reference learns" in found.detail
    assert found.parts["steps"] is None
    assert found.parts["final_loss"] == pytest.approx(np.log(2), rel=0.1)
    assert found.parts["reference_loss"] < 0.25 * np.log(2)


def test_detached_gradient_fails():
    found = learned(subject(Detached))
    assert found.status == "fail", found.detail
    assert found.max_error > 1e3 * found.tolerance


def test_late_fault_shows_in_the_curve():
    found = learned(subject(WrongFromTheFourthStep))
    assert found.max_error > 1e3 * found.tolerance
    assert "the two curves differ" in found.detail or found.status == "fail"


@pytest.mark.parametrize("seed", range(3))
def test_single_precision_agrees_to_its_own_rounding(seed):
    found = learned(subject(Single, dtype="float32"), seed)
    assert found.status == "pass"
    assert 1e-10 < found.max_error <= found.tolerance < 1e-3


def test_forward_only_borrows_the_gradient():
    class ForwardOnly(InProcess):
        gradient = None

    found = learned(subject(ForwardOnly, gradient=None))
    assert found.status == "pass"
    assert found.max_error <= found.tolerance


def test_forward_only_without_a_reading_is_skipped():
    it = subject(gradient=None)
    found = memorize(it, None, None, Options(), quiet)
    assert found.status == "skipped"
    assert "no backward" in found.detail


def test_without_a_reading_the_steps_are_compared():
    found = memorize(subject(), None, None, Options(), quiet)
    assert found.status == "pass"
    assert found.max_error is found.tolerance is None
    assert "a plain GRU in" in found.detail


def test_one_input_channel_is_skipped():
    found = learned(subject(size=1))
    assert found.status == "skipped"
    assert "one channel" in found.detail


def test_backward_that_raises_is_told():
    found = learned(subject(Raises))
    assert found.status == "fail"
    assert "KeyError: 'dz'" in found.detail


def test_fixed_batch_is_skipped_with_what_was_raised():
    found = learned(subject(OnlyPairs))
    assert found.status == "skipped"
    assert "the batch is 2" in found.detail


def test_nan_is_told():
    found = learned(subject(Overflows))
    assert found.status == "fail"
    assert "nan" in found.detail


def test_reference_that_cannot_learn_decides_nothing():
    it = subject()
    dead = Reading({name: p for name, p in it.reading.places.items() if name[0] == "b"})
    found = memorize(it, dead, it.convention, Options(), quiet)
    assert found.status == "skipped"
    assert found.detail.startswith("not decided")


def test_same_seed_same_numbers():
    first, second = (replace(learned(subject()), seconds=0.0) for _ in range(2))
    assert first == second
    assert learned(subject(), seed=1).series != first.series


@pytest.mark.parametrize("kind", [InProcess, Raises, Overflows])
def test_weights_are_put_back(kind):
    it = subject(kind)
    before = {"M": np.random.default_rng(5).normal(size=it.arrays["M"].shape)}
    it.assign(before)
    learned(it)
    assert np.array_equal(it.arrays["M"], before["M"])


def test_progress_goes_from_nothing_to_all():
    shares = []
    it = subject()
    memorize(it, it.reading, it.convention, Options(), lambda stage, share: shares.append(share))
    assert shares == sorted(shares)
    assert shares[0] == 0 and shares[-1] < 1


@pytest.mark.parametrize("seed", range(3))
def test_rounding_drift_stays_under_the_tolerance(seed):
    """Another order of every sum takes the reference less far from itself than the tolerance."""
    it = subject(size=4)
    lesson = Lesson(Recall(4, 32, 5), seed)
    rival = same_start(it.card, it.reading, AFTER, seed)
    one = until(lesson.curve(rival.model, rival.weights, HIDDEN), 0.0, 60)
    other = until(lesson.turned(rival, HIDDEN), 0.0, 60)
    drift = np.abs(np.subtract(one, other)).max()
    assert 0 < drift < 100 * np.finfo(float).eps


@pytest.mark.parametrize("reset", ["before", "after"])
def test_reference_gradient_is_that_of_the_equations(reset):
    rng, convention = np.random.default_rng(2), Convention(reset=reset)
    reading = plain(3, HIDDEN)
    arrays = {name: rng.normal(size=p.indices.shape) for name, p in reading.places.items()}
    xs, start, dh = rng.normal(size=(5, 4, 3)), np.zeros((4, HIDDEN)), rng.normal(size=(4, HIDDEN))
    cotangents = np.stack([*4 * [start], dh])
    state, pullback = Reference(reading, convention, HIDDEN)(arrays, xs)
    true, found = unroll_backward(arrays, xs, start, convention, cotangents), pullback(dh)
    assert np.array_equal(state, unroll(arrays, xs, start, convention)[-1])
    assert found.keys() == true.weights.keys()
    for name, gradient in true.weights.items():
        assert np.abs(found[name] - gradient).max() < 1e-14 * np.abs(gradient).max(), name


CELL = '''
import numpy as np

def sigmoid(a):
    return 1 / (1 + np.exp(-a))

class Cell:
    def __init__(self, Wx, Wh, b):
        """Wx: (D, 3H), Wh: (H, 3H), b: (3H,)"""
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)]

    def forward(self, x, h):
        Wx, Wh, b = self.params
        H = Wh.shape[0]
        a = x @ Wx + b
        z = sigmoid(a[:, :H] + h @ Wh[:, :H])
        r = sigmoid(a[:, H:2*H] + h @ Wh[:, H:2*H])
        n = np.tanh(a[:, 2*H:] + (r * h) @ Wh[:, 2*H:])
        self.cache = x, h, z, r, n
        return z * h + (1 - z) * n

    def backward(self, dout):
        Wx, Wh, b = self.params
        H = Wh.shape[0]
        x, h, z, r, n = self.cache
        dn = dout * (1 - z) * (1 - n * n)
        dz = dout * (h - n) * z * (1 - z)
        drh = dn @ Wh[:, 2*H:].T
        dr = drh * h * r * (1 - r)
        da = np.hstack([dz, dr, dn])
        self.grads[0][...] = x.T @ da
        self.grads[1][...] = np.hstack([h.T @ dz, h.T @ dr, (r * h).T @ dn])
        self.grads[2][...] = da.sum(axis=0)
        dh = dout * z + drh * r + np.hstack([dz, dr]) @ Wh[:, :2*H].T
        return da @ Wx.T, dh
'''


def cell_reading(remote):
    """Three packed arrays in the order z, r, n, by their shapes."""
    columns = np.arange(3 * HIDDEN).reshape(3, HIDDEN)
    places = {}
    for parameter, kind in zip(remote.card.parameters, "WUb", strict=True):
        rows = np.arange(1 if kind == "b" else parameter.shape[0]) * 3 * HIDDEN
        for g, column in zip("zrn", columns, strict=True):
            flat = np.add.outer(rows, column)
            places[f"{kind}_{g}"] = Place(parameter.name, flat[0] if kind == "b" else flat)
    return Reading(places)


def examined(tmp_path: Path, text: str):
    """The evidence of the cell in a text, run in a worker."""
    path = tmp_path / "cell.py"
    path.write_text(text)
    with opened(Target(str(path), "Cell"), Options()) as remote:
        return memorize(remote, cell_reading(remote), Convention(), Options(), quiet)


def test_numpy_cell_through_the_worker(tmp_path):
    found = examined(tmp_path, CELL)
    assert found.status == "pass", found.detail
    assert found.parts["steps"] == found.parts["reference_steps"]
    assert found.max_error <= found.tolerance


def test_state_not_handed_back_through_the_worker(tmp_path):
    """dh is not carried to the step before: right at one step, deaf to the rest."""
    found = examined(tmp_path, CELL.replace("return da @ Wx.T, dh", "return da @ Wx.T, 0 * dh"))
    assert found.status == "fail" or found.parts["steps"] > found.parts["reference_steps"]
    assert found.max_error > 1e3 * found.tolerance


def test_own_model_asks_the_whole_sequence_for_a_gradient():
    """A layer that returns a sequence gets its cotangent at the last step alone."""
    it = subject()
    rival = same_start(it.card, it.reading, it.convention, 0)
    xs = np.random.default_rng(1).normal(size=(5, 4, 3))
    dh = np.random.default_rng(2).normal(size=(4, HIDDEN))
    found = Own(it)(rival.weights, xs)[1](dh)
    true = rival.model(rival.weights, xs)[1](dh)
    assert np.allclose(found["M"], true["M"], rtol=0, atol=1e-14)
