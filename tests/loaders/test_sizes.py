"""Sizes read from arrays."""

from gru_doctor.loaders.sizes import Sizes, pairs


def test_separate_matrices_tell_both_sizes() -> None:
    assert pairs([(10, 4), (10, 10), (10, 1)])[0] == Sizes(4, 10)


def test_packed_matrices_tell_both_sizes() -> None:
    assert pairs([(4, 30), (10, 30), (30,)])[0] == Sizes(4, 10)


def test_a_joint_matrix_holds_their_sum() -> None:
    assert Sizes(4, 10) in pairs([(14, 10), (14, 10), (10,)])
