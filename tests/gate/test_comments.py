from __future__ import annotations

from gru_doctor.gate.comments import Comment, comments

PROGRAM = """
a = 1  # gru-doctor: ignore[GRU501, overflow] large inputs never come
# gru-doctor: ignore[GRU114]

# another comment
b = 2
s = "# gru-doctor: ignore[GRU115] in a text is none"
"""


def test_a_comment_speaks_of_its_line_or_of_the_next_with_code():
    assert comments(PROGRAM.split("\n")) == [
        Comment(2, 2, ("GRU501", "overflow"), "large inputs never come"),
        Comment(3, 6, ("GRU114",), ""),
    ]


def test_it_lets_through_what_it_names_and_nothing_else():
    comment = Comment(1, 1, ("GRU501", "overflow"), "")
    assert comment.lets("GRU501", "x") and comment.lets("GRU1", "overflow")
    assert not comment.lets("GRU50", "x") and not Comment(1, 1, (), "").lets("GRU501", "")


def test_a_program_that_breaks_off_keeps_what_stands_before():
    assert len(comments(["x = 1  # gru-doctor: ignore[GRU501]", "y = (", '"""'])) == 1
