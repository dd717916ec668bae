"""The GRU vectors of other projects against our equations.

    python benchmarks/vectors.py

ONNX: the inputs of the operator's own node tests, with the outputs they expect and those of the
reference operator. Keras: the numbers in keras/src/layers/rnn/gru_test.py (3.15), which were computed in
float32; nothing of Keras is imported. `pip install -e '.[peers]'` brings onnx; without it, it is told.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import numpy as np

from gru_doctor.closeness import gap, rounding
from gru_doctor.equations.unroll import unroll
from gru_doctor.records import Array, Convention

Row = tuple[str, float]
AFTER, BEFORE = (Convention(None, "keeps", reset, "2") for reset in ("after", "before"))  # type: ignore[arg-type]
LONG = np.arange(72.0).reshape(3, 6, 4)
SHORT, STATE = np.arange(24.0).reshape(2, 4, 3), np.arange(4.0).reshape(2, 2)
MASK = np.array([[1, 1, 0, 1], [1, 0, 0, 1]], float)
KERAS: dict[str, tuple[Any, ...]] = {
    # name: inputs (B, T, D), initial state, mask (B, T), convention, biases, go_backwards, last states
    "correctness": (LONG, None, None, AFTER, True, False,
                    [[0.5217289] * 3, [0.6371659] * 3, [0.39384964] * 3]),
    "go_backwards": (LONG, None, None, AFTER, True, True,
                     [[0.24406259] * 3, [0.611516] * 3, [0.3928808] * 3]),
    "reset_after=False": (LONG, None, None, BEFORE, True, False,
                          [[0.51447755] * 3, [0.6426879] * 3, [0.40208298] * 3]),
    "use_bias=False": (LONG, None, None, AFTER, False, False,
                       [[0.49988455] * 3, [0.64701194] * 3, [0.4103359] * 3]),
    "initial_state": (SHORT, STATE, None, AFTER, True, False,
                      [[0.23774096, 0.33508456], [0.83659905, 1.0227708]]),
    "initial_state, go_backwards": (SHORT, STATE, None, AFTER, True, True,
                                    [[0.13486053, 0.23261218], [0.78257304, 0.9691353]]),
    "masking": (SHORT, None, MASK, AFTER, True, False, [[0.19393763] * 2, [0.30818558] * 2]),
}  # fmt: skip


def keras_rows() -> Iterator[Row]:
    """Kernels 0.01, recurrent kernels 0.02, biases 0.03; one bias where the reset is before."""
    for name, (xs, state, mask, convention, biased, backwards, last) in KERAS.items():
        batch, _, inputs = xs.shape
        units = len(last[0])
        blocks = {f"W_{g}": np.full((inputs, units), 0.01) for g in "zrn"}
        blocks |= {f"U_{g}": np.full((units, units), 0.02) for g in "zrn"}
        letters = ("bc" if convention is AFTER else "b") if biased else ""
        blocks |= {f"{letter}_{g}": np.full(units, 0.03) for letter in letters for g in "zrn"}
        steps = np.swapaxes(xs, 0, 1)[:: -1 if backwards else 1]
        h0 = np.zeros((batch, units)) if state is None else state
        states = unroll(blocks, steps, h0, convention, None if mask is None else mask.T)
        yield f"keras {name}", gap(states[-1], np.array(last))


def onnx_rows() -> Iterator[Row]:
    """Each node test of the operator: what it expects, and what the reference operator gives."""
    from onnx.backend.test.case.node import collect_testcases
    from onnx.reference import ReferenceEvaluator

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ONNX makes the cases of all its operators to give those of one
        cases = collect_testcases("GRU")
    for case in cases:
        for arrays, expected in case.data_sets or ():
            node = case.model.graph.node[0]
            given = dict(zip([n for n in node.input if n], arrays, strict=True))
            options = {a.name: a.s.decode() or a.i for a in node.attribute}
            ours = onnx_states(given, options)
            referred = ReferenceEvaluator(case.model).run(None, given)
            for name, theirs, again in zip([n for n in node.output if n], expected, referred, strict=True):
                yield f"onnx {case.name} {name}", max(gap(ours[name], theirs), gap(ours[name], again))


def onnx_states(given: dict[str, Array], options: dict[str, Any]) -> dict[str, Array]:
    """Y (T, directions, B, H) and Y_h (directions, B, H), or both with the batch first under layout 1."""
    turned = options.get("layout", 0) == 1
    xs = np.swapaxes(given["X"], 0, 1) if turned else given["X"]
    convention = AFTER if options.get("linear_before_reset", 0) else BEFORE
    way = options.get("direction", "forward")
    outputs, last = [], []
    for k in range(given["W"].shape[0]):
        backward = way == "reverse" or k == 1
        blocks = onnx_blocks(given, k)
        h0 = np.zeros((xs.shape[1], blocks["U_z"].shape[1]))
        if "initial_h" in given:
            h0 = given["initial_h"][:, k] if turned else given["initial_h"][k]
        states = unroll(blocks, xs[:: -1 if backward else 1].astype(float), h0, convention)
        outputs.append(states[:: -1 if backward else 1])
        last.append(states[-1])
    y, y_h = np.stack(outputs, 1), np.stack(last)
    return {"Y": y.transpose(2, 0, 1, 3) if turned else y, "Y_h": y_h.swapaxes(0, 1) if turned else y_h}


def onnx_blocks(given: dict[str, Array], k: int) -> dict[str, Array]:
    """W[zrh], R[zrh], Wb[zrh], Rb[zrh] of one direction."""
    blocks: dict[str, Array] = {}
    for letter, name in (("W", "W"), ("U", "R")):
        blocks |= {
            f"{letter}_{g}": part.T for g, part in zip("zrn", np.split(given[name][k], 3), strict=True)
        }
    if "B" in given:
        names = [f"{letter}_{g}" for letter in "bc" for g in "zrn"]
        blocks |= dict(zip(names, np.split(given["B"][k], 6), strict=True))
    return {name: part.astype(float) for name, part in blocks.items()}


def main() -> int:
    """One row a vector, then the sum; 1 where one differs by more than float32 explains."""
    rows = list(keras_rows())
    if find_spec("onnx") is None:
        print("skipped: onnx is not installed")
    else:
        rows += onnx_rows()
    limit = rounding("float32")
    for name, error in rows:
        print(f"{name:52} {error:.1e} {'agrees' if error <= limit else 'DIFFERS'}")
    agreeing = sum(error <= limit for _, error in rows)
    print(f"{agreeing}/{len(rows)} vectors agree (float32 in the originals, limit {limit:g})")
    return int(agreeing < len(rows))


if __name__ == "__main__":
    sys.exit(main())
