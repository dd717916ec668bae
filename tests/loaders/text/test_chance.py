"""What stands for a source of random numbers."""

import ast

import numpy as np

from gru_doctor.loaders.text.chance import chance


def test_a_seed_where_a_generator_is_made_of_it() -> None:
    assert chance(ast.parse("g = np.random.default_rng(key)"), "key") == 0
    assert isinstance(chance(ast.parse("w = rng.normal(0, 1, (3, 4))"), "rng"), np.random.RandomState)
