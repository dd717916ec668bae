"""Training flags come on again where only the backward pass needs them."""

from typing import Any

import numpy as np

CELL = """
import numpy as np
class Cell:
    def __init__(self, n_in, n_hid, train=True):
        self.W, self.U = np.zeros((n_in, n_hid)), np.zeros((n_hid, n_hid))
        self.train = train
    def forward(self, x, h):
        y = np.tanh(x @ self.W + h @ self.U)
        if self.train:
            KEEP
        return y
    def backward(self, dy):
        x, h, y = self.kept
        a = dy * (1 - y ** 2)
        self.dW, self.dU = x.T @ a, h.T @ a
        return a @ self.W.T, a @ self.U.T
"""


def complaint(subject: Any) -> str:
    from gru_doctor.subject import Call

    call = Call(np.ones((2, 2, 3)), np.ones((2, 7)) / 2)
    said: str = subject.gradient(call, np.ones((2, 2, 7))).complaint
    return said


def test_a_cache_kept_only_while_training_is_kept(loads: Any) -> None:
    assert complaint(loads(CELL.replace("KEEP", "self.kept = x, h, y"), "Cell")) == ""


def test_a_flag_that_changes_the_output_stays_off(loads: Any) -> None:
    noisy = CELL.replace("KEEP", "self.kept = x, h, y; y = y * (np.random.rand(*y.shape) > 0.5)")
    assert "kept" in complaint(loads(noisy, "Cell"))
