"""A backward pass called again: what it leaves behind is measured, what is a habit is not asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gru_doctor.checks.repeats import repeats
from gru_doctor.checks.trust import check_trust
from gru_doctor.equations.layer import run
from gru_doctor.errors import NotExamined
from gru_doctor.records import Options
from gru_doctor.subject import Gradient
from tests.reference import Reference, reference

NOTHING = {"updated": 0.0, "overwritten": 0.0, "again": 0.0, "afresh": 0.0}
RAISED = Gradient(None, None, {}, "IndexError: pop from empty list")


class Repeating(Reference):
    """A reference whose three passes are not what they should be."""

    def __init__(self, spoil, layer=None):
        made = reference()
        super().__init__(made.convention, made.arrangement, layer=layer)
        self.spoil = spoil

    def repeated(self, call, cotangent):
        return self.spoil(super().repeated(call, cotangent))


def doubled(given):
    return replace(given, h0=2 * given.h0)


SPOILT = {
    "updated": lambda found: replace(found, updated=0.01),
    "overwritten": lambda found: replace(found, overwritten=0.5),
    "again": lambda found: replace(found, again=doubled(found.again)),
    "afresh": lambda found: replace(found, afresh=doubled(found.afresh)),
}


@pytest.mark.parametrize("layer", [None, run])
def test_a_right_backward_leaves_nothing_behind(layer):
    assert repeats(Repeating(lambda found: found, layer), Options()) == NOTHING


@pytest.mark.parametrize("name", SPOILT)
def test_each_is_seen_by_itself(name):
    found = repeats(Repeating(SPOILT[name]), Options())
    assert {n for n, value in found.items() if value > 1e-3} == {name}


@pytest.mark.parametrize(
    ("name", "status"), [("updated", "fail"), ("overwritten", "pass"), ("again", "pass"), ("afresh", "fail")]
)
def test_only_what_stays_when_all_is_run_afresh_takes_the_trust_away(name, status):
    found = check_trust(Repeating(SPOILT[name]), Options())
    assert found.status == status and found.parts[name] > 1e-3


def test_a_cache_that_is_used_up_is_a_habit():
    assert "again" not in repeats(Repeating(lambda found: replace(found, again=RAISED)), Options())


def test_a_backward_that_raises_only_the_second_time_is_not():
    assert repeats(Repeating(lambda found: replace(found, afresh=RAISED)), Options())["afresh"] > 1


def test_what_raises_at_once_is_for_the_gradient_check():
    assert repeats(Repeating(lambda found: replace(found, first=RAISED)), Options()) == {}


def test_nothing_is_asked_of_what_cannot_be_repeated():
    def refused(found):
        raise NotExamined("it comes with its forward")

    assert repeats(Repeating(refused), Options()) == {}
