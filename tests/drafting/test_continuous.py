from __future__ import annotations

from pathlib import Path

import pytest

from gru_doctor.drafting.continuous import PLACES, written
from gru_doctor.errors import FileTrouble


@pytest.mark.parametrize("system", PLACES)
def test_it_is_written_once_and_never_over_anything(system, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name, text = PLACES[system]
    assert written(system).startswith(text)
    assert Path(name).read_text() == text
    Path(name).write_text("mine")
    with pytest.raises(FileTrouble) as stop:
        written(system)
    assert Path(name).read_text() == "mine"
    assert text in stop.value.hint
