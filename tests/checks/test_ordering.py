"""Samples that are sorted by their length and not put back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gru_doctor.checks.sequence import UNSORTED, check_sequence, walked
from gru_doctor.diagnosis.layer.sequences import Gave, name_sequences
from gru_doctor.equations.gru import EQUATIONS
from gru_doctor.equations.layer import Returned, run
from gru_doctor.equations.reading import Identity
from gru_doctor.explained import Explained
from gru_doctor.records import Options
from tests.reference import reference


def order_of(s):
    return list(range(len(s.h0))) if s.mask is None else np.argsort(-s.mask.sum(axis=0), kind="stable")


def left_sorted(s):
    made = run(s)
    return Returned(made.outputs[:, order_of(s)], made.last[order_of(s)])


def state_left_sorted(s):
    return replace(run(s), last=run(s).last[order_of(s)])


def mask_alone_sorted(s):
    order = order_of(s)
    back = np.argsort(order)
    made = run(s if s.mask is None else replace(s, mask=s.mask[:, order]))
    return Returned(made.outputs[:, back], made.last[back])


def demanding(s):
    """Takes the first samples for the longest, as one that has to be given them sorted."""
    return run(s if s.mask is None else replace(s, mask=s.mask[:, order_of(s)]))


def explained(subject):
    return Explained(Identity(subject.convention, subject.arrays.reading, 0.0), (), True, EQUATIONS)


@pytest.mark.parametrize("layer", [left_sorted, state_left_sorted, mask_alone_sorted])
def test_samples_that_are_not_put_back(layer):
    subject = reference(layer=layer)
    found = check_sequence(subject, explained(subject), Options())
    assert found.status == "fail" and UNSORTED in found.detail and "masked" not in found.detail
    walks = walked(subject, explained(subject), Options(), 4).values()
    (guess,) = name_sequences([(Gave(w.probe.run.outputs, w.probe.run.last), w.sequence) for w in walks])
    assert guess.code == "GRU311"


@pytest.mark.parametrize("layer", [run, demanding])
def test_samples_that_are_put_back_or_never_were_sorted(layer):
    subject = reference(layer=layer)
    assert check_sequence(subject, explained(subject), Options()).status == "pass"
