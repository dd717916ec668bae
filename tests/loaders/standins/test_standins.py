"""When a stand-in is there, and when it is gone."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gru_doctor.loaders import standins


def test_modules_are_there_only_inside():
    with standins.standing_in(["theano"]) as registered:
        import theano.tensor.nnet

        assert "theano.tensor.nnet" in registered and theano.tensor.nnet.sigmoid
    assert not any(name.split(".")[0] == "theano" for name in sys.modules)
    with pytest.raises(ImportError):
        __import__("theano")


def test_they_go_even_after_an_error():
    with pytest.raises(ZeroDivisionError), standins.standing_in():
        _ = 1 / 0
    assert not set(standins.MODULES) & set(sys.modules)


def test_the_real_thing_is_left_alone(monkeypatch):
    real = type(sys)("theano")
    monkeypatch.setitem(sys.modules, "theano", real)
    with standins.standing_in(["theano"]) as registered:
        assert registered == [] and sys.modules["theano"] is real
    assert sys.modules["theano"] is real


def test_the_default_dtype_is_float64_inside_only():
    import torch

    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float32)
    try:
        with standins.standing_in(["theano"]):
            assert torch.get_default_dtype() is torch.float64
        assert torch.get_default_dtype() is torch.float32
    finally:
        torch.set_default_dtype(before)


def test_a_missing_name_is_told_as_the_stand_ins():
    with standins.standing_in(["theano"]):
        with pytest.raises(ImportError, match="the theano stand-in"):
            from theano import sparse  # noqa: F401
        with pytest.raises(ImportError, match=r"theano\.sparse"):
            import theano.sparse  # noqa: F401


def test_an_unknown_framework_is_refused():
    with pytest.raises(ValueError, match="no stand-in for 'caffe'"):
        standins.install("caffe")


def test_torch_is_not_imported_before_it_is_needed():
    code = (
        "import sys; from gru_doctor.loaders import standins; standins.MODULES;"
        "assert not {'torch', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
