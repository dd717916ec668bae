from __future__ import annotations

import pytest

from gru_doctor.commands.configuration import configured
from gru_doctor.errors import UsageTrouble


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    return tmp_path


def test_the_nearest_configuration_counts_from_its_own_folder(folder):
    (folder / "pyproject.toml").write_text(
        '[tool.gru-doctor]\ntargets = ["src"]\nignore = ["GRU501", "4xx"]\nhidden-size = 9\nstrict = true\n'
    )
    (folder / "sub/pyproject.toml").write_text("[tool.ruff]\n")  # says nothing to us
    assert configured(None) == {
        "paths": ["../src"], "ignore": "GRU501,4xx", "hidden_size": 9, "strict": True
    }  # fmt: skip


def test_our_own_file_is_preferred_and_a_file_may_be_named(folder):
    (folder / "pyproject.toml").write_text("[tool.gru-doctor]\nseed = 1\n")
    (folder / "gru-doctor.toml").write_text('seed = 2\nbaseline = "b.json"\n')
    assert configured(None) == {"seed": 2, "baseline": "../b.json"}
    assert configured(folder / "pyproject.toml") == {"seed": 1}


def test_another_project_above_has_no_say(folder):
    (folder / "gru-doctor.toml").write_text("seed = 2\n")
    (folder / "sub/.git").mkdir()
    assert configured(None) == {}


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("hiden-size = 3", "did you mean 'hidden-size'?"),
        ("zzz = 3", "one of: targets, "),
        ("seed = '3'", "correct the value"),
        ("seed = true", "correct the value"),
        ("ignore = [1]", "correct the value"),
        ("seed = ", "correct the line"),
    ],
)
def test_what_is_wrong_is_refused_with_advice(folder, text, hint):
    (folder / "gru-doctor.toml").write_text(text)
    with pytest.raises(UsageTrouble) as stop:
        configured(None)
    assert stop.value.hint.startswith(hint)


def test_a_table_that_is_none_is_refused(folder):
    (folder / "pyproject.toml").write_text("[tool]\ngru-doctor = 3\n")
    with pytest.raises(UsageTrouble):
        configured(None)
