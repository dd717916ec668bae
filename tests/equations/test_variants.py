from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.equations.gru import Step
from gru_doctor.equations.variants import VARIANTS
from gru_doctor.records import Convention

BY_NAME = {variant.name: variant for variant in VARIANTS}


def sigma(a):
    return 1 / (1 + np.exp(-a))


@pytest.fixture
def drawn():
    draw = np.random.default_rng(4).standard_normal
    shapes = {"W": (3, 5), "U": (5, 5), "b": (5,)}
    blocks = {f"{k}_{g}": 0.5 * draw(s) for k, s in shapes.items() for g in "zrn"}
    return {**blocks, "a": sigma(draw((2, 1)))}, draw((2, 3)), draw((2, 5))


def run(name, drawn, update):
    """h' of the variant, given only the blocks that it stores."""
    weights, x, h = drawn
    variant = BY_NAME[name]
    stored = {k: v for k, v in weights.items() if k in variant.blocks}
    return Step(stored, x, h, Convention(update=update), variant.equations).out


def lines(drawn):
    """x W + h U + b of each gate, and the two parts of the candidate."""
    p, x, h = drawn
    gates = {g: x @ p[f"W_{g}"] + h @ p[f"U_{g}"] + p[f"b_{g}"] for g in "zr"}
    return p, x, h, gates["z"], gates["r"], x @ p["W_n"] + p["b_n"]


def test_mgu_against_its_two_equations(drawn):
    p, _, h, a, _, xn = lines(drawn)
    f = sigma(a)
    expected = (1 - f) * h + f * np.tanh(xn + (f * h) @ p["U_n"])
    np.testing.assert_allclose(run("MGU", drawn, "writes"), expected, atol=1e-14)


def test_li_gru_against_its_equations(drawn):
    p, _, h, a, _, xn = lines(drawn)
    z, raw = sigma(a), xn + h @ p["U_n"]
    expected = z * h + (1 - z) * np.where(raw > 0, raw, 0)
    np.testing.assert_allclose(run("Li-GRU", drawn, "keeps"), expected, atol=1e-14)


def test_ugrnn_against_its_equations(drawn):
    p, _, h, a, _, xn = lines(drawn)
    expected = sigma(a) * h + (1 - sigma(a)) * np.tanh(xn + h @ p["U_n"])
    np.testing.assert_allclose(run("UGRNN", drawn, "keeps"), expected, atol=1e-14)


def test_mut3_against_its_equations(drawn):
    p, x, h, _, b, xn = lines(drawn)
    z = sigma(x @ p["W_z"] + np.tanh(h) @ p["U_z"] + p["b_z"])
    expected = (1 - z) * h + z * np.tanh(xn + (sigma(b) * h) @ p["U_n"])
    np.testing.assert_allclose(run("MUT3", drawn, "writes"), expected, atol=1e-14)


def test_dreamer_against_one_linear_map_cut_in_three(drawn):
    p, x, h, *_ = lines(drawn)
    w = np.hstack([np.vstack([p[f"W_{g}"], p[f"U_{g}"]]) for g in "rnz"])
    parts = np.hstack([x, h]) @ w + np.concatenate([p[f"b_{g}"] for g in "rnz"])
    reset, cand, update = np.split(parts, 3, axis=-1)
    cand, update = np.tanh(sigma(reset) * cand), sigma(update - 1)
    expected = update * cand + (1 - update) * h
    np.testing.assert_allclose(run("Dreamer", drawn, "writes"), expected, atol=1e-14)


def test_augru_scales_the_update_gate(drawn):
    p, _, h, a, b, xn = lines(drawn)
    u = p["a"] * sigma(a)
    expected = (1 - u) * h + u * np.tanh(xn + (sigma(b) * h) @ p["U_n"])
    np.testing.assert_allclose(run("AUGRU", drawn, "writes"), expected, atol=1e-14)


def test_agru_has_attention_for_an_update_gate(drawn):
    p, _, h, _, b, xn = lines(drawn)
    expected = (1 - p["a"]) * h + p["a"] * np.tanh(xn + (sigma(b) * h) @ p["U_n"])
    np.testing.assert_allclose(run("AGRU", drawn, "writes"), expected, atol=1e-14)


@pytest.mark.parametrize("name", BY_NAME)
def test_the_convention_says_whether_z_keeps(name, drawn):
    assert np.abs(run(name, drawn, "writes") - run(name, drawn, "keeps")).max() > 1e-3
