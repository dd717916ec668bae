"""Training flags and dropout are switched off, and said."""

from types import SimpleNamespace

from gru_doctor.loaders.building.modes import calmed


def test_flags_and_rates_are_switched() -> None:
    one = SimpleNamespace(training=True, dropout=0.3, keep_prob=0.8, scale=0.5, bias=True)
    notes = calmed(one)
    assert (one.training, one.dropout, one.keep_prob) == (False, 0.0, 1.0)
    assert (one.scale, one.bias) == (0.5, True)
    assert len(notes) == 3


def test_what_is_quiet_needs_no_note() -> None:
    assert calmed(SimpleNamespace(training=False, dropout=0.0)) == []


class Keeping:
    __module__ = "__gru_user__"

    def __init__(self) -> None:
        self.keep = 0.2

    def drop(self, rng, h):
        return h * (rng.random(h.shape) < self.keep)


class Mixing(Keeping):
    __module__ = "__gru_user__"
    drop = None

    def mix(self, old, new):
        return self.keep * old + (1 - self.keep) * new


def test_a_share_that_is_kept_of_the_old_state_is_no_dropout() -> None:
    dropping, mixing = Keeping(), Mixing()
    calmed(dropping)
    assert dropping.keep == 1.0
    assert calmed(mixing) == [] and mixing.keep == 0.2
