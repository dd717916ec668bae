"""Training flags and dropout are switched off, and said."""

from types import SimpleNamespace

from gru_doctor.loaders.modes import calmed


def test_flags_and_rates_are_switched() -> None:
    one = SimpleNamespace(training=True, dropout=0.3, keep_prob=0.8, scale=0.5, bias=True)
    notes = calmed(one)
    assert (one.training, one.dropout, one.keep_prob) == (False, 0.0, 1.0)
    assert (one.scale, one.bias) == (0.5, True)
    assert len(notes) == 3


def test_what_is_quiet_needs_no_note() -> None:
    assert calmed(SimpleNamespace(training=False, dropout=0.0)) == []
