"""Golden files: recorded outputs that a change must either keep or record anew on purpose."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

for library in ("OMP", "OPENBLAS", "MKL"):  # several test processes share the cores, and all arrays are small
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="Write the golden files anew from this run."
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with tests/golden/NAME, or records it there under --update-golden."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"{path} is not there: run pytest --update-golden and read it"
        assert text == path.read_text(encoding="utf-8")

    return compare
