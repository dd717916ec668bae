"""Labels of whole arrays from a cross in each, and who is asked when a cross does not tell."""

from __future__ import annotations

import pytest

from gru_doctor.checks.identifying.crosses import spread
from gru_doctor.checks.identifying.knockout import Label
from gru_doctor.records import Parameter


class Oracle:
    """Labels entries by a function of their index, and keeps what it was asked."""

    def __init__(self, parameter, label):
        self.parameter, self.label, self.asked = parameter, label, []

    def __call__(self, entries):
        self.asked += entries
        return {e: found for e in entries if (found := self.at(e[1])) is not None}

    def at(self, flat):
        index = []
        for size in reversed(self.parameter.shape):
            index.insert(0, flat % size)
            flat //= size
        return self.label(*index)

    @property
    def whole(self):
        size = 1
        for length in self.parameter.shape:
            size *= length
        found = {(self.parameter.name, i): self.at(i) for i in range(size)}
        return {e: label for e, label in found.items() if label is not None}


def packed(row, column):
    return Label("zrn"[column // 7], "U", row, column % 7, 1)


def stacked(gate, row, column):
    return Label("zrn"[gate], "W", row, column, -1)


def mixed(row, column):
    """Source and gate both change along both axes: no cross can tell."""
    return Label("zrn"[(row + column) % 3], "U", (row + 2 * column) % 7, (row + column) % 7, 1)


def rows_of_all(row, column):
    """Rows of 1, x and h in one array."""
    kind = "b" if row == 0 else "W" if row < 4 else "U"
    return Label("zrn"[column // 7], kind, {"b": 0, "W": row - 1, "U": row - 4}[kind], column % 7, 1)


@pytest.mark.parametrize(
    ("shape", "label"),
    [
        ((7, 21), packed),
        ((21, 7), lambda row, column: packed(column, row)),
        ((3, 3, 7), stacked),
        ((11, 21), rows_of_all),
        ((21,), lambda unit: Label("zrn"[unit // 7], "b", 0, unit % 7, 1)),
        ((1, 21), lambda _, unit: Label("zrn"[unit // 7], "b", 0, unit % 7, 1)),
    ],
)
def test_a_cross_tells_the_whole(shape, label):
    oracle = Oracle(Parameter("A", shape), label)
    assert spread((oracle.parameter,), oracle) == oracle.whole
    assert len(oracle.asked) <= sum(shape) + max(shape)


def test_where_the_axes_do_not_separate_every_entry_is_asked():
    oracle = Oracle(Parameter("A", (7, 7)), mixed)
    assert spread((oracle.parameter,), oracle) == oracle.whole
    assert len(set(oracle.asked)) == 49


def test_a_silent_first_row_does_not_hide_the_rest():
    def label(row, column):
        return packed(row, column) if row else None

    oracle = Oracle(Parameter("A", (7, 21)), label)
    assert spread((oracle.parameter,), oracle) == oracle.whole


def test_silent_columns_get_no_label():
    def label(row, column):
        return packed(row, column) if column < 14 else None

    oracle = Oracle(Parameter("A", (7, 21)), label)
    assert spread((oracle.parameter,), oracle) == oracle.whole


def test_what_never_answers_has_no_label_and_is_not_asked_in_full():
    oracle = Oracle(Parameter("A", (40, 40)), lambda row, column: None)
    assert spread((oracle.parameter,), oracle) == {}
    assert len(oracle.asked) <= 80


def test_each_array_is_told_by_its_own_cross():
    oracles = {
        name: Oracle(Parameter(name, shape), label)
        for name, shape, label in (("A", (7, 21), packed), ("B", (11, 21), rows_of_all))
    }

    def ask(entries):
        found = {}
        for name, oracle in oracles.items():
            found |= oracle([e for e in entries if e[0] == name])
        return found

    whole = {e: label for oracle in oracles.values() for e, label in oracle.whole.items()}
    assert spread(tuple(o.parameter for o in oracles.values()), ask) == whole
