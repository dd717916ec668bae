"""Derivatives along directions: a block that is off is seen, and halving finds the entry."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.checks.directions import Block, entry_at_fault, measured

POINT = np.random.default_rng(0).uniform(-1, 1, (5, 9))
TRUE = np.cos(POINT) * 0.1


def block(claimed, name="W"):
    return Block(name, claimed, lambda d: float(0.1 * np.sin(POINT + d).sum()))


def spoilt(*entries):
    claimed = TRUE.copy()
    for index, by in entries:
        claimed[index] += by
    return claimed


def test_a_right_block_is_right_to_the_noise():
    found = measured([block(TRUE)], "float64")
    assert found.errors["W"] <= found.limit("float64") <= 1e-6


def test_one_small_wrong_entry_is_seen():
    found = measured([block(TRUE), block(spoilt(((2, 3), 1e-5)), "U")], "float64")
    assert found.errors["U"] > found.limit("float64") > found.errors["W"]


@pytest.mark.parametrize("index", [(0, 0), (2, 3), (4, 8)])
def test_halving_finds_the_entry(index):
    found = entry_at_fault(block(spoilt((index, 0.01))), 0.01)
    assert found.name == f"W[{index[0]}, {index[1]}]" and found.alone
    assert found.claimed - found.measured == pytest.approx(0.01, rel=1e-4)
    assert "and no other" in str(found)


def test_of_several_wrong_entries_one_is_told_as_such():
    found = entry_at_fault(block(spoilt(((1, 1), 0.01), ((3, 7), 0.03))), 0.01)
    assert found.name in ("W[1, 1]", "W[3, 7]") and not found.alone
    assert "one of several" in str(found)


def test_halving_costs_four_evaluations_a_halving():
    count = 0

    def loss(d):
        nonlocal count
        count += 1
        return float(0.1 * np.sin(POINT + d).sum())

    entry_at_fault(Block("W", spoilt(((2, 3), 0.01)), loss), 0.01)
    assert count <= 4 * (2 + 6)
