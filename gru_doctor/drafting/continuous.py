"""`gru-doctor init --ci`: the file that has every change of a project examined.

Both leave the targets to the configuration, so that there is one place that names them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gru_doctor.errors import FileTrouble

WORKFLOW = """\
name: gru-doctor
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: python -m pip install gru-doctor  # and what your cells import
      - run: gru-doctor check --jobs 2 --format github
"""

HOOK = """\
repos:
  - repo: local
    hooks:
      - id: gru-doctor
        name: gru-doctor
        entry: gru-doctor check
        language: system  # the environment that your cells run in
        types_or: [python, jupyter]
        pass_filenames: false  # the targets of the configuration
"""

PLACES: Mapping[str, tuple[str, str]] = {
    "github": (".github/workflows/gru-doctor.yml", WORKFLOW),
    "pre-commit": (".pre-commit-config.yaml", HOOK),
}
CONFIGURATION = 'name the targets in gru-doctor.toml, such as: targets = ["src/cells"]'


def written(system: str) -> str:
    """Write the file for a system of PLACES, and never over anything; its text, and what to do next."""
    name, text = PLACES[system]
    path = Path(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise FileTrouble(f"{path} is there already, and stays as it is", f"add to it:\n{text}") from error
    except OSError as error:
        raise FileTrouble(f"{path}: {error.strerror}", "run it in the folder of the project") from error
    return f"{text}\n# written to {path}; {CONFIGURATION}\n"
