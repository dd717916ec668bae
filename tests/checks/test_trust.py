"""Trust before measuring: what gives other numbers, writes to its parameters, or shares them."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.checks.trust import check_trust
from gru_doctor.equations.layer import run
from gru_doctor.errors import CallTrouble
from gru_doctor.records import Options
from gru_doctor.subject import Run
from tests.reference import Reference, reference


class Changed(Reference):
    """A reference whose run is followed by something it should not do."""

    def __init__(self, then):
        self.then, self.calls = then, 0
        made = reference()
        super().__init__(made.convention, made.arrangement)

    def run(self, call):
        self.calls += 1
        return self.then(self, super().run(call), call)


def noisy(subject, found, call):
    return Run(None, found.last * (1 + 1e-6 * subject.calls))


def decaying(subject, found, call):
    subject.stored["U_n"] *= 0.999
    return found


def remembering(subject, found, call):
    return Run(None, found.last + 0.1 * call.carried)


def raising(subject, found, call):
    if call.h0 is None:
        raise CallTrouble("a state is needed")
    return found


def failing(subject, found, call):
    if call.h0 is None:
        raise KeyError("ours")
    return found


def trust(then):
    return check_trust(Changed(then), Options())


def test_a_right_cell_and_a_right_layer_are_trusted():
    for subject in (reference(), reference(layer=run), reference(takes_state=False)):
        found = check_trust(subject, Options())
        assert (found.status, found.max_error) == ("pass", 0.0)
        assert set(found.parts.values()) == {0.0}


def test_other_numbers_each_time_are_seen():
    found = trust(noisy)
    assert found.status == "fail" and found.parts["deterministic"] > 1e-7
    assert "other numbers" in found.detail


def test_a_forward_pass_that_changes_a_parameter_is_seen():
    found = trust(decaying)
    assert found.status == "fail"
    assert found.parts["mutates"] > 1e-4
    assert "changes the parameters" in found.detail


def test_parameters_in_one_array_are_seen():
    subject = reference()
    plain = subject.assign

    def assign(weights):
        plain(weights)
        subject.stored["U_r"] = subject.stored["U_z"]

    subject.assign = assign
    found = check_trust(subject, Options())
    assert found.status == "fail" and found.parts["shared"] > 1e-2
    assert "one array" in found.detail


def test_a_memory_of_the_last_call_is_measured_and_no_failure():
    found = trust(remembering)
    assert found.status == "pass" and found.parts["carries"] > 1e-2


def test_a_cell_that_needs_a_state_carries_nothing():
    found = trust(raising)
    assert found.status == "pass" and found.parts["carries"] == 0.0


def test_our_own_mistakes_are_not_swallowed():
    with pytest.raises(KeyError):
        trust(failing)


def test_nan_is_no_trust():
    found = trust(lambda subject, found, call: Run(None, np.full_like(found.last, np.nan)))
    assert found.status == "fail"
