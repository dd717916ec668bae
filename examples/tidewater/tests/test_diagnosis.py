"""The plain ways: an assertion, the fixture, and a class that is examined where it is defined."""

import pytest
import torch
from tidewater.array_gru import ArrayGRU
from tidewater.torch_gru import TorchGRU

from gru_doctor.testing import assert_healthy


def test_the_torch_cell_can_take_the_weights_of_pytorch():
    assert_healthy(TorchGRU, expect="pytorch")


def test_the_layer_as_it_is_used(gru_doctor):
    report = gru_doctor.check(ArrayGRU(input_size=3, hidden_size=7))
    assert report.healthy
    assert report.results[0].convention.reset == "after"


@pytest.mark.gru(expect="pytorch")
class Compact(torch.nn.GRUCell):
    """Ours by name only, and collected as one item for every check."""
