"""Records are plain, frozen, and cheap to import."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys

import pytest

from gru_doctor import records
from gru_doctor.records import CHECKS, Options, Report, Result, Target
from gru_doctor.reports.form import form

CLASSES = [c for c in vars(records).values() if dataclasses.is_dataclass(c)]


@pytest.mark.parametrize("cls", CLASSES, ids=lambda c: c.__name__)
def test_every_record_is_frozen_and_documented(cls):
    assert cls.__dataclass_params__.frozen
    assert cls.__doc__ and not cls.__doc__.startswith(f"{cls.__name__}(")


def test_a_target_is_written_as_it_is_asked_for():
    assert str(Target("a/b.py", "Cell", 3)) == "a/b.py:Cell"


def test_sizes_whose_sums_and_multiples_differ_are_the_default():
    o = Options()
    d, h, t = o.input_size, o.hidden_size, o.steps
    sizes = [o.batch, d, t, h, t + 1, d + h, 1 + d + h, 2 * h, 3 * h, 2 * d, 3 * d]
    assert len(set(sizes)) == len(sizes)
    assert o.checks == CHECKS


def test_a_report_gives_its_json_form():
    report = Report("0.1.0", 5, (Result(Target("a.py", "Cell"), "error"),))
    told = json.loads(json.dumps(form(report), allow_nan=False))
    assert told["schema"] == records.SCHEMA and told["seed"] == 5
    assert told["results"][0]["target"] == "a.py:Cell"


def test_records_need_neither_numpy_nor_torch():
    told = "import sys, gru_doctor.records; print({'numpy', 'torch', 'rich'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"
