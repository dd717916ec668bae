"""The few names of packages that are stood in for."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gru_doctor.loaders.substitutes import MODULES, surface_of


@given(st.floats(-800, 800))
def test_expit_is_the_logistic_function(x):
    expit = surface_of("scipy")["scipy.special"]["expit"]
    expected = 1 / (1 + math.exp(-x)) if x > -700 else 0.0
    assert expit(x) == pytest.approx(expected, rel=1e-14, abs=1e-300)
    assert expit(np.array([x, -x])).sum() == pytest.approx(1.0)


def test_softmax_sums_to_one_along_its_axis():
    found = surface_of("scipy")["scipy.special"]["softmax"](np.array([[1000.0, 1001.0], [0.0, 0.0]]), axis=1)
    np.testing.assert_allclose(found, [[1 / (1 + math.e), math.e / (1 + math.e)], [0.5, 0.5]])


def test_numba_compiles_nothing():
    names = surface_of("numba")["numba"]
    assert names["njit"](len) is len
    assert names["jit"](nopython=True)(len) is len
    assert list(names["prange"](3)) == [0, 1, 2]


def test_tqdm_shows_nothing():
    names = surface_of("tqdm")["tqdm.auto"]
    assert names["tqdm"]([1, 2], desc="epoch") == [1, 2]
    assert list(names["trange"](1, 3)) == [1, 2]


@pytest.mark.parametrize("path", ["pytorch_lightning", "lightning"])
def test_a_lightning_module_is_a_torch_module_that_can_log(path):
    module = surface_of(path)[path]["LightningModule"]
    made = module()
    assert isinstance(made, torch.nn.Module)
    assert made.log("loss", 0.5) is None


@pytest.mark.parametrize("name", sorted(MODULES))
def test_each_stands_in_for_the_package_of_its_own_name(name):
    assert any(path.split(".")[0] == name for path in surface_of(name))
