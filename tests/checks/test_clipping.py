"""A gradient that is clipped is judged below its limit, and the limit is told."""

from __future__ import annotations

import pytest

from gru_doctor.checks.gradient import check_gradient
from gru_doctor.examining.inner import inner_cell
from gru_doctor.records import Options
from tests.loaders.conftest import Loads, loads, write
from tests.sources import CELL

__all__ = ["loads", "write"]
RETURN = "        return dx, dh\n"
EACH = "        for g in (self.dW, self.dU, self.db, self.dc):\n"
NORM = "n = np.sqrt(sum((g ** 2).sum() for g in (self.dW, self.dU, self.db, self.dc)))"
CLIPS = {
    "entries are clipped at ±5": f"{EACH}            np.clip(g, -5, 5, out=g)\n",
    "entries are clipped at ±0.001": f"{EACH}            np.clip(g, -1e-3, 1e-3, out=g)\n",
    "large ones are scaled down": f"        {NORM}\n{EACH}            g *= min(1, 5 / n)\n",
    "nothing is clipped up to 1e+05": "",
}


@pytest.fixture(scope="module")
def known():
    """What the cell is, found once: its forward is the same in all."""
    return {}


@pytest.mark.parametrize("told", CLIPS)
def test_a_clipped_gradient_is_right_and_its_limit_is_told(told, loads: Loads, known):
    subject = loads(CELL.replace(RETURN, CLIPS[told] + RETURN), "Cell")
    if not known:
        known["cell"] = inner_cell(subject, Options()).explained.identity
    evidence = check_gradient(subject, known["cell"], Options())
    assert evidence.status == "pass" and told in evidence.detail


def test_a_wrong_gradient_is_wrong_below_its_limit(loads: Loads, known):
    clipped = CELL.replace(RETURN, CLIPS["entries are clipped at ±0.001"] + RETURN)
    subject = loads(clipped.replace("dz = dout * (h - n)", "dz = dout * (n - h)"), "Cell")
    assert check_gradient(subject, known["cell"], Options()).status == "fail"
