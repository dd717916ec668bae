"""Comments that let a finding through: `# gru-doctor: ignore[GRU501] the reason`."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

FORM = re.compile(r"#\s*gru-doctor:\s*ignore\[([^\]]*)\]\s*(.*)")
BROKEN = (tokenize.TokenError, SyntaxError)


@dataclass(frozen=True)
class Comment:
    """A comment, the line it speaks of, and the codes or names that it lets through there."""

    line: int
    about: int
    words: tuple[str, ...]
    reason: str

    def lets(self, code: str, name: str) -> bool:
        """Whether it names this fault."""
        return code in self.words or name in self.words

    def __str__(self) -> str:
        """The comment in short."""
        return f"ignore[{','.join(self.words)}]"


def comments(lines: Sequence[str]) -> list[Comment]:
    """The comments of a program. One on a line of its own speaks of the next line that holds code."""
    if not any("gru-doctor:" in line for line in lines):
        return []
    return list(_found(lines))


def _found(lines: Sequence[str]) -> Iterator[Comment]:
    rest = iter(f"{line}\n" for line in lines)
    try:
        for token in tokenize.generate_tokens(lambda: next(rest, "")):
            match = FORM.match(token.string) if token.type == tokenize.COMMENT else None
            if match:
                line = token.start[0]
                words = tuple(w.strip() for w in match[1].split(",") if w.strip())
                yield Comment(line, _about(lines, line), words, match[2].strip())
    except BROKEN:
        return  # what stands before the broken place was seen


def _about(lines: Sequence[str], line: int) -> int:
    if not lines[line - 1].lstrip().startswith("#"):
        return line
    below = (n for n in range(line + 1, len(lines) + 1) if lines[n - 1].strip(" \t#"))
    return next((n for n in below if not lines[n - 1].lstrip().startswith("#")), line)
