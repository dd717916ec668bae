"""`schema`: the form of the json report, for programs that read it."""

from __future__ import annotations

from gru_doctor import terminal
from gru_doctor.reports import schema_text


def schema() -> None:
    """Print the JSON schema of the json report."""
    terminal.write(schema_text())
