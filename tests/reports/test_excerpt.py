from __future__ import annotations

from gru_doctor.records import Span
from gru_doctor.reports.excerpt import MOST_LINES, excerpt


def underlined(line):
    return line.text[line.marks.index("^") : len(line.marks)]


def test_one_line():
    (line,) = excerpt(Span("a.py", 9, 12, 9, 19), ["    return rval[0]  # last"], 70)
    assert (line.number, underlined(line)) == (9, "rval[0]")


def test_tabs_are_expanded_alike_above_and_below():
    (line,) = excerpt(Span("a.py", 1, 9, 1, 16), ["\treturn\trval[0]"], 70)
    assert underlined(line) == "rval[0]"


def test_a_statement_over_lines_is_marked_from_its_first_letter_to_its_last():
    lines = excerpt(Span("a.py", 3, 7, 5, 2), ["  x = f(", "      a,", ")  # end"], 70)
    assert [underlined(line) for line in lines] == ["f(", "a,", ")"]
    assert [line.number for line in lines] == [3, 4, 5]


def test_a_long_line_is_cropped_around_the_expression():
    text = "y = " + "a + " * 100 + "WRONG" + " + b" * 100
    begin = text.index("WRONG") + 1
    (line,) = excerpt(Span("a.py", 1, begin, 1, begin + 5), [text], 60)
    assert underlined(line) == "WRONG"
    assert len(line.text) == len("…") + 58 + len("…")
    assert (line.text[0], line.text[-1]) == ("…", "…")


def test_an_expression_that_is_itself_too_long_stays_within_the_width():
    text = "x" * 500
    (line,) = excerpt(Span("a.py", 1, 1, 1, 501), [text], 60)
    assert len(line.text) <= 60
    assert len(line.marks) <= 60


def test_an_empty_span_still_has_a_mark():
    (line,) = excerpt(Span("a.py", 1, 3, 1, 3), ["  pass"], 60)
    assert line.marks == "  ^"


def test_many_lines_are_cut():
    lines = excerpt(Span("a.py", 1, 1, 40, 2), ["x"] * 40, 60)
    assert len(lines) == MOST_LINES
