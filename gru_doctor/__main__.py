"""`python -m gru_doctor`, and the entry point of the command."""

from __future__ import annotations


def main() -> None:
    """Run the command line; the exit code is the verdict."""
    from gru_doctor.cli import app

    app(prog_name="gru-doctor")


if __name__ == "__main__":
    main()
