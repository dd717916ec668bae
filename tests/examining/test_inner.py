"""The cell inside a layer whose loop is at fault."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gru_doctor.diagnosis.layer.sequence import sequence_findings
from gru_doctor.errors import NotExamined
from gru_doctor.examining.inner import UNREACHED, inner_cell
from gru_doctor.examining.seen import Inner
from gru_doctor.examining.stages import over_time
from gru_doctor.records import Convention, Finding, Options
from gru_doctor.subject import Subject
from tests.loaders.conftest import loads, write
from tests.reference import reference
from tests.sources import layer

__all__ = ["loads", "write"]
OPTIONS = Options()


def told(subject: Subject, inner: Inner) -> list[Finding]:
    evidence = over_time(subject, inner.explained, OPTIONS, inner.kind)
    return sequence_findings(subject, inner.explained, evidence, OPTIONS)


def test_a_wrong_cell_in_a_layer_that_drops_its_only_step_is_named(loads):
    source = layer().replace("np.tanh", "sigmoid").replace("in xs:", "in xs[:-1]:")
    inner = inner_cell(loads(source, "Layer"), OPTIONS)
    assert [n.fault.code for n in inner.explained.named] == ["GRU116"]


ENDING = "return np.stack(states)"
EVERY, INNER = (f"t in range({ends}):\n            x = xs[t]" for ends in ("len(xs)", "1, len(xs) - 1"))


def right_but(old: str, new: str) -> str:
    """A layer that returns its final state beside the sequence, with one text changed."""
    return layer().replace(ENDING, f"{ENDING}, h").replace("h):", "h0):\n        h = h0").replace(old, new)


def test_outputs_stored_wrongly_beside_a_right_final_state_are_the_layers(loads):
    subject = loads(right_but("append(h)", "append(h0)"), "Layer")
    inner = inner_cell(subject, OPTIONS)
    assert subject.card.returns_sequence and inner.explained.explained and not inner.explained.named
    assert [f.code for f in told(subject, inner)] == ["GRU312"]


def test_a_layer_that_drops_both_ends_is_told_so(loads):
    subject = loads(right_but("x in xs:", INNER), "Layer")
    assert [f.code for f in told(subject, inner_cell(subject, OPTIONS))] == ["GRU308"]


def test_a_right_layer_of_that_form_is_right(loads):
    subject = loads(right_but("x in xs:", EVERY), "Layer")
    assert not told(subject, inner_cell(subject, OPTIONS))


def without_state(method):
    """The method of an object whose state is always zero at the start, whatever it is handed."""

    def called(call, *edits):
        return method(replace(call, h0=None), *edits)

    return called


def test_a_cell_that_starts_from_zeros_whatever_it_is_handed_is_not_examined():
    subject = reference(Convention(reset="after", biases="2"), "packed", takes_state=False)
    subject.run, subject.sweep = without_state(subject.run), without_state(subject.sweep)
    with pytest.raises(NotExamined) as told:
        inner_cell(subject, OPTIONS)
    assert told.value.message == UNREACHED and "gru-doctor init" in told.value.hint
