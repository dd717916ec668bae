"""The README's three uses run as they stand, and are short."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SECTION = (
    (ROOT / "README.md")
    .read_text(encoding="utf-8")
    .partition("## In your own tests")[2]
    .partition("\n## ")[0]
)
USES = re.findall(r"```python\n(.*?)```", SECTION, re.DOTALL)


def test_there_are_three_of_at_most_ten_lines():
    assert len(USES) == 3
    assert all(len(use.strip().splitlines()) <= 10 for use in USES)


@pytest.mark.parametrize("use", USES, ids=["assertion", "properties", "notebook"])
def test_each_runs(use, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "examples/tidewater"))
    made: dict[str, object] = {}
    exec(compile(use, "README.md", "exec"), made)
    for name, thing in made.items():
        if name.startswith("test_"):
            thing()
    if "TestLaws" in made:
        made["TestLaws"]().test_equations()
        assert hasattr(made["TestMoves"], "runTest")
