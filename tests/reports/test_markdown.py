from __future__ import annotations

from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from gru_doctor.reports.markdown import LONGEST, render


@pytest.mark.parametrize("name", ["healthy", "faulty", "broken"])
def test_golden(name, request, golden):
    golden(f"markdown_{name}.txt", render(request.getfixturevalue(name)))


def page(report):
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(render(report))


def saying(report, message):
    """The report with another message in its first error."""
    result = report.results[0]
    changed = replace(result, error=replace(result.error, message=message))
    return replace(report, results=(changed, *report.results[1:]))


def test_headings_and_tables_are_read_as_such(faulty):
    text = page(faulty)
    assert "<h3><code>cell.py:GRUCell</code>: faulty</h3>" in text
    assert text.count("<table>") == 2
    assert "<code>n = tanh(x W_n + (r ⊙ h) U_n + b_n)</code>" in text


@pytest.mark.parametrize(
    "message",
    [
        "# loud",
        "- item",
        "1. item",
        "> said",
        "*a* _b_ [c](d) ![e](f)",
        "<img src=x>",
        "a | b",
        "&amp;",
        "~~~",
    ],
)
def test_nothing_of_the_users_is_a_mark(broken, message):
    broken = replace(
        broken, results=(replace(broken.results[0], error=replace(broken.results[0].error, line=None)),)
    )
    shown = page(saying(broken, message))
    plain = message.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f"<p>{plain}</p>" in shown


@pytest.mark.parametrize("message", ["x@W", "see #12"])
def test_nobody_is_mentioned_and_no_issue_linked(broken, message):
    text = render(saying(broken, message))
    assert message not in text
    assert message.replace("@", "@<!-- -->").replace("#", "#<!-- -->") in text


def test_code_in_a_message_is_code(broken):
    shown = page(saying(broken, "replace `a_b * c` by `d@e`"))
    assert "replace <code>a_b * c</code> by <code>d@e</code>" in shown


def test_backticks_cannot_leave_their_block(faulty):
    result = faulty.results[0]
    finding = replace(result.findings[0], source=("```` <b>out</b>",), actual="a `` b")
    text = page(replace(faulty, results=(replace(result, findings=(finding,)),)))
    assert "<b>out</b>" not in text
    assert "<code>a `` b</code>" in text


def test_stays_short_enough_for_a_comment(faulty):
    report = replace(faulty, results=faulty.results * 500)
    text = render(report)
    assert len(text) < LONGEST + 2000
    assert "more left out for length" in text
