"""Gradients are matched to parameters by the names people give both."""

from gru_doctor.loaders.gradients.returned import keys


def test_a_gradient_beside_its_value_belongs_to_it() -> None:
    assert keys("gates.grad") & keys("gates.value")
    assert not keys("cand.grad") & keys("gates.value")


def test_prefixes_and_boxes_are_looked_through() -> None:
    assert keys("dW_z") & keys("grads['W_z']") & keys("self.Wz")
