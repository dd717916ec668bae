"""Large sizes among a file's constants are run small, and said."""

import ast

from gru_doctor.loaders.arrays.sizes import Sizes
from gru_doctor.loaders.executing.constants import shrunk


def read_back(text: str) -> tuple[str, list[str]]:
    made, notes = shrunk(ast.parse(text), Sizes(3, 7))
    return ast.unparse(made), notes


def test_sizes_are_replaced_one_by_one_or_in_pairs() -> None:
    text, notes = read_back("INPUT_DIM = 28\nHIDDEN_DIM = 128\nn_in, n_hid = 50, 60")
    assert text == "INPUT_DIM = 3\nHIDDEN_DIM = 7\nn_in, n_hid = (3, 7)"
    assert notes[1] == "HIDDEN_DIM = 128 (line 2) is run as 7" and len(notes) == 4


def test_small_sizes_and_other_numbers_stay() -> None:
    for text in ("hidden_size = 10", "epochs = 300", "hidden_dim = 64.0"):
        assert read_back(text) == (text, [])
