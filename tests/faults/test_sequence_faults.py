"""The 3xx faults: every wrong way over time gives another result, and explains itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest

from gru_doctor.checks.ordering import SAMPLES, unsorted_mask
from gru_doctor.diagnosis.layer.sequences import Gave, error, strays
from gru_doctor.equations.layer import Sequence, run
from gru_doctor.fault import faults
from gru_doctor.faults import HEADINGS, catalogue
from gru_doctor.records import Convention

NAMES = {
    "GRU301": "first-step-only",
    "GRU302": "state-not-carried",
    "GRU303": "axes-swapped",
    "GRU304": "mask-inverted",
    "GRU305": "mask-ignored",
    "GRU306": "mask-zeroes",
    "GRU307": "time-reversed",
    "GRU308": "off-by-one",
    "GRU309": "truncated",
    "GRU310": "state-leak",
    "GRU311": "batch-mixed",
    "GRU312": "step-differs-from-sequence",
    "GRU313": "default-state-differs",
    "GRU314": "wrong-last-state",
}
MASK = np.array([[1, 1], [1, 0], [0, 1], [1, 0]], dtype=float)
CONVENTIONS = [
    Convention(update=update, reset=reset, biases="2")
    for update in ("keeps", "writes")
    for reset in ("before", "after")
]


def sequence_of(convention: Convention, steps: int = 4, seed: int = 0, samples: int = 2) -> Sequence:
    rng = np.random.default_rng(seed)
    rows = {"W": (3,), "U": (7,)}
    names = [f"{kind}_{g}" for kind in "WUbc" for g in "zrn"]
    weights = {n: rng.normal(scale=0.6, size=(*rows.get(n[0], ()), 7)) for n in names}
    return Sequence(weights, convention, rng.normal(size=(steps, samples, 3)), rng.normal(size=(samples, 7)))


def effect(strayed, sequence):
    with np.errstate(all="ignore"):
        made = strayed.layer(sequence)
    return error([(Gave(made.outputs, made.last), sequence)], run)


def effects(strayed, sequence):
    """Without a mask, with one, from a zero state, and over samples that are not sorted by length."""
    steps = len(sequence.xs)
    masked = replace(sequence, mask=MASK[:steps])
    zero = replace(sequence, h0=0 * sequence.h0)
    three = sequence_of(sequence.convention, steps, samples=SAMPLES)
    unsorted = replace(three, mask=unsorted_mask(steps))
    return [effect(strayed, s) for s in (sequence, masked, zero, unsorted)]


def test_codes_and_names():
    assert {f.code: f.name for f in faults() if f.code[3] == "3"} == NAMES


def test_every_fault_explains_itself():
    entries = {entry.code: entry for entry in catalogue() if entry.code in NAMES}
    assert {code: entry.name for code, entry in entries.items()} == NAMES
    for entry in entries.values():
        assert tuple(entry.sections) == HEADINGS
        assert all(text.strip() for text in entry.sections.values())


@pytest.mark.parametrize("convention", CONVENTIONS, ids=lambda c: f"{c.update}-{c.reset}")
def test_every_wrong_layer_gives_another_result(convention):
    sequence = sequence_of(convention)
    for fault, strayed in strays():
        found = effects(strayed, sequence)
        assert max(found) > 1e-4, (fault.code, strayed.yours)
        assert not any(1e-12 < e < 1e-4 for e in found), (fault.code, strayed.yours)


@pytest.mark.parametrize("code", ["GRU304", "GRU305", "GRU306"])
def test_faults_of_the_mask_need_a_mask(code):
    sequence = sequence_of(CONVENTIONS[0])
    own = [s for f, s in strays() if f.code == code]
    quiet = [s for s in own if effect(s, sequence) == 0]
    assert len(quiet) >= len(own) - 1
    assert all(effect(s, replace(sequence, mask=MASK)) > 1e-4 for s in own)


@pytest.mark.parametrize("steps", [1, 2])
def test_no_wrong_layer_raises_on_a_short_sequence(steps):
    sequence = sequence_of(CONVENTIONS[0], steps)
    for _, strayed in strays():
        effects(strayed, sequence)


def layer_of(code, yours):
    return next(s.layer for f, s in strays() if f.code == code and s.yours == yours)


def test_a_state_not_carried_is_a_step_from_the_start_each_time():
    s = sequence_of(CONVENTIONS[0])
    made = layer_of("GRU302", "h = step(x[t], h0)")(s)
    np.testing.assert_allclose(made.outputs, [s.step(t, s.h0) for t in range(4)])


def test_a_skipped_step_is_one_output_less():
    s = sequence_of(CONVENTIONS[0])
    made = layer_of("GRU308", "for t in range(1, T)")(s)
    np.testing.assert_allclose(made.outputs[0], s.step(1, s.h0))
    assert len(made.outputs) == 3


def test_a_leak_starts_where_the_call_before_stopped():
    s = sequence_of(CONVENTIONS[0])
    made = layer_of("GRU310", "h starts where call 1 stopped")(s)
    np.testing.assert_allclose(made.outputs[0], s.step(0, run(s).last))


def test_an_inverted_mask_moves_on_padding_alone():
    s = replace(sequence_of(CONVENTIONS[0]), mask=np.ones((4, 2)))
    made = layer_of("GRU304", "h = m ⊙ h + (1 − m) ⊙ h'")(s)
    np.testing.assert_array_equal(made.last, s.h0)


def test_classes_of_equal_numbers():
    sequence = sequence_of(CONVENTIONS[0])
    classes = defaultdict(set)
    for fault, strayed in strays():
        with np.errstate(all="ignore"):
            made = [strayed.layer(s) for s in (sequence, replace(sequence, mask=MASK))]
        key = b"".join(np.float32(a).tobytes() for m in made for a in (m.outputs, m.last))
        classes[key].add(fault.code)
    together = {frozenset(codes) for codes in classes.values()}
    assert {"GRU301", "GRU314"} in together  # the first state for the last
    assert {"GRU302", "GRU312"} in together  # chunks that start anew
    assert len(classes) > 100
