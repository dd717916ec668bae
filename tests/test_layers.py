"""Imports point one way, and there is no cycle."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

import gru_doctor

ROOT = Path(gru_doctor.__file__).parent
