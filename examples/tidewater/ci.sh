#!/usr/bin/env bash
# The gate: the project's tests, and every GRU of the package whether a test names it or not.
set -euo pipefail
cd "$(dirname "$0")"
python -m pytest -q --gru-doctor tidewater/array_gru.py tidewater/torch_gru.py
