"""Models that return what an output layer makes of their states."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.loaders.building.cut import NOTE
from gru_doctor.subject import Call

MODEL = """
import numpy as np

class Model:
    def __init__(self, n_in, n_hid, n_out):
        rng = np.random.default_rng(0)
        self.n = n_hid
        self.Wg, self.bg = rng.normal(size=(n_in + n_hid, 2 * n_hid)), np.zeros(2 * n_hid)
        self.Wc, self.bc = rng.normal(size=(n_in + n_hid, n_hid)), np.zeros(n_hid)
        self.M = rng.normal(size=(n_hid, n_hid))
        self.V = rng.normal(size=(n_hid, n_out))

    def out(self, h):
        return np.maximum(np.tanh(h @ self.M), 0) @ self.V

    def forward(self, X):
        h, hs = np.zeros((X.shape[1], self.n)), []
        for x in X:
            z, r = np.split(1 / (1 + np.exp(-(np.hstack([x, h]) @ self.Wg + self.bg))), 2, axis=1)
            h = z * h + (1 - z) * np.tanh(np.hstack([x, r * h]) @ self.Wc + self.bc)
            hs.append(KEPT)
        return GIVEN
"""
ENDS = {"last": ("h", "self.out(h)"), "each": ("self.out(h)", "np.stack(hs)")}


def written(end: str) -> str:
    kept, given = ENDS[end]
    return MODEL.replace("KEPT", kept).replace("GIVEN", given)


@pytest.mark.parametrize("end", ENDS)
def test_the_states_are_read_before_the_output_layer(loads, end):
    subject = loads(written(end), "Model")
    assert sorted(p.name for p in subject.card.parameters) == ["Wc", "Wg", "bc", "bg"]
    assert NOTE.split("{")[0] in "".join(subject.card.notes)
    run = subject.run(Call(np.random.default_rng(0).normal(size=(4, 2, 3)), np.full((2, 7), 0.5)))
    found = run.last if end == "last" else run.outputs
    assert found is not None and found.shape == ((2, 7) if end == "last" else (4, 2, 7))


@pytest.mark.parametrize("given", ["np.mean(hs, axis=0)", "hs[len(hs) // 2]"])
def test_states_that_are_averaged_or_one_in_the_middle_are_read_before_that(loads, given):
    subject = loads(MODEL.replace("KEPT", "h").replace("GIVEN", f"self.out({given})"), "Model")
    run = subject.run(Call(np.random.default_rng(0).normal(size=(4, 2, 3))))
    assert run.outputs is not None and run.outputs.shape == (4, 2, 7)


@pytest.mark.parametrize(
    ("kept", "given", "step"),
    [("self.out(h)", "np.stack(hs[::-1])", None), ("h", "self.out(np.stack(hs))[0]", 0),
     ("self.out(h)", "np.stack(hs)[-1]", -1)],
)  # fmt: skip
def test_which_states_the_output_layer_is_given(loads, kept, given, step):
    subject = loads(MODEL.replace("KEPT", kept).replace("GIVEN", given), "Model")
    xs = np.random.default_rng(0).normal(size=(4, 2, 3))
    right = loads(MODEL.replace("KEPT", "h").replace("GIVEN", "np.stack(hs)"), "Model")
    right.assign(subject.weights())
    states, run = right.run(Call(xs)).outputs, subject.run(Call(xs))
    if step == 0:
        assert np.allclose(run.last, states[0])
    else:
        assert np.allclose(run.outputs, states[::-1] if step is None else states)


def test_a_layer_that_an_inverted_mask_holds_is_no_helper(loads):
    layer = MODEL.replace("forward(self, X)", "forward(self, X, mask)").replace("GIVEN", "h")
    held = layer.replace("            hs.append(KEPT)", "            h = m * before + (1 - m) * h")
    text = held.replace("for x in X:", "for x, m in zip(X, mask[..., None]):\n            before = h")
    assert loads(text, "Model").card.takes_mask
