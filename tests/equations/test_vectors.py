"""GRU vectors of other projects against our equations, as literal numbers; benchmarks/vectors.py runs all.

Keras: keras/src/layers/rnn/gru_test.py, kernels 0.01, recurrent kernels 0.02, biases 0.03. ONNX: the
operator's node test gru_defaults, all weights 0.1 without biases, its expected output. Both in float32.
"""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.closeness import rounding
from gru_doctor.equations.unroll import unroll
from gru_doctor.records import Convention

LONG = np.arange(72.0).reshape(3, 6, 4)
SHORT, STATE = np.arange(24.0).reshape(2, 4, 3), np.arange(4.0).reshape(2, 2)

ONNX_DEFAULTS = [0.12397028, 0.20053661, 0.19991653]


def constant(inputs, units, w, u, biases):
    """Every block filled with one number; `biases` by letter."""
    shapes = {
        "W": ((inputs, units), w),
        "U": ((units, units), u),
        **{b: ((units,), v) for b, v in biases.items()},
    }
    return {f"{letter}_{g}": np.full(shape, v) for letter, (shape, v) in shapes.items() for g in "zrn"}


@pytest.mark.parametrize(
    ("xs", "h0", "reset", "letters", "last"),
    [
        (LONG, np.zeros((3, 3)), "after", "bc", [0.5217289, 0.6371659, 0.39384964]),
        (LONG, np.zeros((3, 3)), "before", "b", [0.51447755, 0.6426879, 0.40208298]),
        (LONG, np.zeros((3, 3)), "after", "", [0.49988455, 0.64701194, 0.4103359]),
        (LONG[:, ::-1], np.zeros((3, 3)), "after", "bc", [0.24406259, 0.611516, 0.3928808]),
    ],
)
def test_keras_sequences(gap, xs, h0, reset, letters, last):
    blocks = constant(4, 3, 0.01, 0.02, dict.fromkeys(letters, 0.03))
    states = unroll(blocks, np.swapaxes(xs, 0, 1), h0, Convention(None, "keeps", reset))
    assert gap(states[-1], np.array(last)[:, None].repeat(3, 1)) < rounding("float32")


def test_keras_with_an_initial_state(gap):
    blocks = constant(3, 2, 0.01, 0.02, {"b": 0.03, "c": 0.03})
    states = unroll(blocks, np.swapaxes(SHORT, 0, 1), STATE, Convention(None, "keeps", "after", "2"))
    assert gap(states[-1], [[0.23774096, 0.33508456], [0.83659905, 1.0227708]]) < rounding("float32")


def test_keras_with_a_mask_over_time(gap):
    blocks = constant(3, 2, 0.01, 0.02, {"b": 0.03, "c": 0.03})
    mask = np.array([[1.0, 1, 0, 1], [1, 0, 0, 1]]).T
    states = unroll(
        blocks, np.swapaxes(SHORT, 0, 1), np.zeros((2, 2)), Convention(None, "keeps", "after", "2"), mask
    )
    first = [0.03606692, 0.09497581, 0.09497581, 0.19393763]
    assert gap(states[:, 0], np.array(first)[:, None].repeat(2, 1)) < rounding("float32")


def test_onnx_defaults(gap):
    xs = np.array([[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]])
    states = unroll(constant(2, 5, 0.1, 0.1, {}), xs, np.zeros((3, 5)), Convention(None, "keeps", "before"))
    assert gap(states[-1], np.array(ONNX_DEFAULTS)[:, None].repeat(5, 1)) < rounding("float32")
