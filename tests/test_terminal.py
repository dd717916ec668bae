from __future__ import annotations

import io
import sys

import pytest

from gru_doctor import terminal


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def ordinary(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")


def test_color_follows_the_choice():
    assert terminal.wants_color("always", io.StringIO())
    assert not terminal.wants_color("never", Screen())


def test_auto_colors_a_terminal_only():
    assert terminal.wants_color("auto", Screen())
    assert not terminal.wants_color("auto", io.StringIO())


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_auto_honours_the_environment(name, value, monkeypatch):
    monkeypatch.setenv(name, value)
    assert not terminal.wants_color("auto", Screen())
    assert terminal.wants_color("always", Screen())


@pytest.mark.parametrize(("columns", "width"), [("72", 72), ("300", terminal.WIDEST)])
def test_width_follows_columns_up_to_a_limit(columns, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    assert terminal.page_width() == width


def test_letters_that_the_encoding_lacks_do_not_raise(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    terminal.write("r ⊙ h\n")
    assert raw.getvalue() == b"r ? h\n"


def test_verbose_tells_every_step_on_stderr(capsys):
    with terminal.progress(verbose=True) as progress:
        progress("gates", None)
        progress("memorization", 0.5)
    out, err = capsys.readouterr()
    assert out == ""
    first, second = err.splitlines()
    assert first.endswith("s  gates")
    assert second.endswith("s  memorization 50%")


def test_silent_where_nobody_watches(capsys):
    with terminal.progress(verbose=False) as progress:
        progress("gates", 0.1)
    assert capsys.readouterr() == ("", "")


def test_a_bar_appears_only_after_a_while(monkeypatch):
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with terminal.progress(verbose=False) as progress:
        progress("gates", 0.1)
        assert screen.getvalue() == ""
        monkeypatch.setattr(terminal, "PATIENCE", 0.0)
        progress("memorization", 0.5)
    assert "memorization" in screen.getvalue()
