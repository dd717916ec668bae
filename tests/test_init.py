from __future__ import annotations

import subprocess
import sys

import pytest

import gru_doctor
from gru_doctor import records


def test_public_names_are_fetched_on_first_use():
    assert issubclass(gru_doctor.Report, records.Report)
    assert gru_doctor.Options is records.Options
    assert set(gru_doctor.__all__) <= set(dir(gru_doctor))


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nonsense"):
        _ = gru_doctor.nonsense


def test_importing_the_package_imports_nothing_else_of_it():
    code = "import sys, gru_doctor; print(*(m for m in sys.modules if m.startswith('gru_doctor')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["gru_doctor"]
