from __future__ import annotations

import json

import pytest

from gru_doctor.reports.form import form
from gru_doctor.reports.json import render


@pytest.mark.parametrize("name", ["healthy", "faulty", "broken"])
def test_golden(name, request, golden):
    golden(f"json_{name}.txt", render(request.getfixturevalue(name)))


def test_parses_back_to_the_form(faulty):
    assert json.loads(render(faulty)) == form(faulty)


def test_is_plain_ascii_whatever_the_file_says(faulty):
    assert "⊙" in json.loads(render(faulty))["results"][0]["findings"][0]["message"]
    assert render(faulty).isascii()
