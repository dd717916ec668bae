"""Sizes read from arrays."""

from gru_doctor.loaders.arrays.sizes import Sizes, pairs


def test_separate_matrices_tell_both_sizes() -> None:
    assert pairs([(10, 4), (10, 10), (10, 1)])[0] == Sizes(4, 10)


def test_packed_matrices_tell_both_sizes() -> None:
    assert pairs([(4, 30), (10, 30), (30,)])[0] == Sizes(4, 10)


def test_a_joint_matrix_holds_their_sum() -> None:
    assert Sizes(4, 10) in pairs([(14, 10), (14, 10), (10,)])


def test_an_input_of_twice_the_hidden_size_is_thought_of_last() -> None:
    found = pairs([(7, 14), (7, 7), (7, 1)])
    assert found[-1] == Sizes(14, 7) and found[0] != Sizes(14, 7)


def test_a_row_of_biases_beside_the_rows_of_x_and_h():
    assert Sizes(4, 5) in pairs([(10, 5), (10, 5), (10, 5)])
