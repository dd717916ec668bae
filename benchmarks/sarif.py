"""Is every SARIF report valid against the official schema? The schema is not ours to ship:

    npm pack @microsoft/jest-sarif && tar xf microsoft-jest-sarif-*.tgz
    python benchmarks/sarif.py package/lib/schemas/sarif-2.1.0-rtm.5.json [FILE ...]

Without files it examines `fixtures/` and a file that is not there; needs jsonschema.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from jsonschema import validators

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Print what is invalid, and the counts."""
    schema = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    validator = validators.validator_for(schema)(schema)
    files = sys.argv[2:] or [*map(str, sorted((ROOT / "fixtures").glob("*/*.py"))), "gone.py"]
    counts = {"results": 0, "notifications": 0, "invalid": 0}
    for log in (_log(files[i : i + 10]) for i in range(0, len(files), 10)):
        (run,) = log["runs"]
        counts["results"] += len(run["results"])
        counts["notifications"] += len(run["invocations"][0]["toolExecutionNotifications"])
        for error in validator.iter_errors(log):
            counts["invalid"] += 1
            print(f"{error.json_path}: {error.message[:200]}")
    print(f"{len(files)} files: " + ", ".join(f"{n} {name}" for name, n in counts.items()))
    return int(counts["invalid"] > 0 or not counts["results"])


def _log(files: list[str]) -> dict:
    """The SARIF report on some files, without the check that takes longest."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "log.sarif"
        words = [sys.executable, "-m", "gru_doctor", "check", *files, "--skip", "memorization"]
        subprocess.run([*words, "--output", f"sarif={file}"], cwd=ROOT, stdout=subprocess.DEVNULL)
        return json.loads(file.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main())
