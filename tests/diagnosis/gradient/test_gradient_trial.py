"""What a hypothesis alters is worked out from the rules behind each gradient; the whole pass agrees."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.diagnosis.gradient.gradient_trial import Trial, predicted
from gru_doctor.diagnosis.gradient.gradients import slips
from gru_doctor.records import Convention
from tests.diagnosis.gradient.test_gradients import observe, truth_of


def differing(one, other):
    return {n for n in one if one[n].shape != other[n].shape or not np.allclose(one[n], other[n], rtol=1e-9)}


@pytest.mark.parametrize("reset", ["before", "after"])
def test_what_is_altered_and_what_is_wrong_are_those_of_the_whole_pass(reset):
    truth, planted = truth_of(Convention(reset=reset, biases="2")), slips()[40]
    trial = Trial(observe(truth, planted), truth)
    true, given = predicted(truth.short, ()), predicted(truth.short, (planted,))
    for pair in slips()[::9]:
        made, effect = predicted(truth.short, (pair,)), trial.short.effect((pair,))
        assert effect.altered == differing(made, true)
        assert effect.wrong == differing(made, given)
        assert trial.short.agrees((pair,)) == (not effect.wrong)
