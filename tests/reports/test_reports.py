from __future__ import annotations

import pytest

from gru_doctor.reports import formats, renderer


def test_every_format_found_can_be_rendered(healthy):
    assert {"json", "table"} <= set(formats())
    for name in formats():
        text = renderer(name)(healthy, width=80, color=False)
        assert text.endswith("\n")
        assert "cell.py" in text


def test_modules_without_render_are_no_formats():
    assert not {"form", "words", "chart"} & set(formats())


def test_unknown_format_is_a_key_error():
    with pytest.raises(KeyError):
        renderer("form")
